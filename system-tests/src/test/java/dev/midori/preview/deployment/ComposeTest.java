package dev.midori.preview.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.convert.DurationStyle;

/** What one machine with Docker runs. */
class ComposeTest {
    private static final String TEXT = Checkout.text("deploy/compose.yaml");
    private static final Map<String, Object> COMPOSE = Checkout.yaml(TEXT).getFirst();

    private static Map<String, Map<String, Object>> services() {
        return Checkout.part(COMPOSE, "services");
    }

    private static Map<String, Object> service(String name) {
        return Checkout.part(services(), name);
    }

    static Set<String> everyService() {
        return services().keySet();
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Map<String, Object> service, String name) {
        return (List<String>) service.getOrDefault(name, List.of());
    }

    @ParameterizedTest
    @MethodSource("everyService")
    void hasNoMorePowerThanItNeeds(String name) {
        var service = service(name);

        assertThat(list(service, "cap_drop")).containsExactly("ALL");
        assertThat(list(service, "cap_add")).isEmpty();
        assertThat(list(service, "security_opt")).contains("no-new-privileges:true");
        assertThat(service).doesNotContainKeys("privileged", "network_mode", "pid", "devices");
        assertThat(service).containsKeys("mem_limit", "healthcheck", "restart");
    }

    @ParameterizedTest
    @MethodSource("everyService")
    void hasAnImageOfAVersion(String name) {
        assertThat(Checkout.at(service(name), "image"))
                .matches(".+:[^:]*\\d+\\.\\d+.*")
                .doesNotContain(":latest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-gateway", "provision-worker", "reaper-worker"})
    void aServiceOfOursWritesNothingAndIsGivenTimeToGo(String name) {
        var service = service(name);
        var phase = DurationStyle.detectAndParse(Checkout.setting(name, "spring.lifecycle.timeout-per-shutdown-phase"));

        assertThat(service.get("read_only")).isEqualTo(true);
        assertThat(service).doesNotContainKey("volumes");
        assertThat(DurationStyle.detectAndParse(Checkout.at(service, "stop_grace_period")))
                .isGreaterThan(phase.plus(Duration.ofSeconds(5)));
        assertThat(Checkout.at(service, "image")).contains(name).contains(Checkout.version());
    }

    @ParameterizedTest
    @MethodSource("everyService")
    void whatIsWrittenToMemoryIsOnePathWithItsOptions(String name) {
        // A comma between brackets begins the next path, unless it is quoted.
        assertThat(list(service(name), "tmpfs"))
                .allSatisfy(mount -> assertThat(mount).startsWith("/").contains("noexec", "nosuid", "size="));
    }

    @Test
    void healthIsAskedForAtThePortsThatServicesHave() {
        assertThat(list(healthOf("provision-worker"), "test"))
                .contains(Checkout.setting("provision-worker", "server.port"));
        assertThat(list(healthOf("reaper-worker"), "test")).contains(Checkout.setting("reaper-worker", "server.port"));
        assertThat(list(healthOf("api-gateway"), "test"))
                .contains(Checkout.at(service("api-gateway"), "environment.MANAGEMENT_SERVER_PORT"));
    }

    private static Map<String, Object> healthOf(String name) {
        return Checkout.part(service(name), "healthcheck");
    }

    @Test
    void everyServiceOfOursHasItsOwnUserOfTheBroker() {
        assertThat(Stream.of("api-gateway", "provision-worker", "reaper-worker")
                        .map(name -> Checkout.at(service(name), "environment.RABBITMQ_URL"))
                        .map(url -> url.substring("amqp://".length(), url.indexOf(":$"))))
                .containsExactly("gateway", "worker", "reaper");
    }

    @Test
    void onlyThisMachineReachesWhatIsPublished() {
        assertThat(services().values().stream().flatMap(service -> list(service, "ports").stream()))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @Test
    void brokerAndStateHaveNoWayOut() {
        assertThat(Checkout.at(COMPOSE, "networks.preview.internal")).isEqualTo("true");
        assertThat(list(service("rabbitmq"), "networks")).containsExactly("preview");
        assertThat(list(service("redis"), "networks")).containsExactly("preview");
    }

    @Test
    void whatIsMountedIsThere() {
        var made = Set.of("./.broker.json");
        var mounted = services().values().stream()
                .flatMap(service -> list(service, "volumes").stream())
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .collect(Collectors.toSet());
        var named = mounted.stream().filter(name -> !name.startsWith(".")).collect(Collectors.toSet());

        assertThat(mounted.stream()
                        .filter(name -> name.startsWith(".") && !made.contains(name))
                        .map(name -> Checkout.file("deploy/" + name)))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path).exists());
        assertThat(Checkout.<Map<String, Object>>part(COMPOSE, "volumes").keySet())
                .containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void whatMustBeGivenStandsInTheExample() {
        var needed = new TreeSet<String>();
        Pattern.compile("\\$\\{([A-Z_]+):\\?").matcher(TEXT).results().forEach(found -> needed.add(found.group(1)));
        var example = Checkout.text("deploy/compose.env.example");

        assertThat(needed).contains("DAYTONA_API_KEY", "REDIS_PASSWORD");
        assertThat(needed).allSatisfy(name -> assertThat(example).containsPattern("(?m)^" + name + "="));
    }

    @Test
    void prometheusAsksEveryService() {
        var prometheus = Checkout.text("deploy/monitoring/prometheus.yaml");

        assertThat(List.of("api-gateway", "provision-worker", "reaper-worker", "rabbitmq"))
                .allSatisfy(name -> assertThat(prometheus).contains("names: [" + name + "]"));
    }
}
