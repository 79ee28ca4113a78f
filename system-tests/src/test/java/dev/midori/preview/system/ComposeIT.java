package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.midori.preview.deployment.Checkout;
import dev.midori.preview.testing.ManagedProcess;
import dev.midori.preview.testing.Ports;
import dev.midori.preview.testing.TemporaryFolder;
import dev.midori.preview.testing.TestRabbit;
import dev.midori.preview.testing.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code deploy/compose.yaml} says, carried out without Docker: the commands, environment and health checks that it and the
 * images have, with ports of this machine for the names of services. Our services see a root file system that can't be written
 * to, and nothing but {@code /tmp} that can.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {
    private static final Map<String, Object> SERVICES =
            Checkout.part(Checkout.yaml(Checkout.text("deploy/compose.yaml")).getFirst(), "services");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::([-?])([^}]*))?}");

    private static final TemporaryFolder FOLDER = TemporaryFolder.create("compose");
    private static final List<AutoCloseable> STARTED = new CopyOnWriteArrayList<>();
    private static final Map<String, String> VARIABLES = new ConcurrentHashMap<>();
    private static final Map<String, Integer> PORTS = new ConcurrentHashMap<>();
    private static final List<String> OURS = List.of("api-gateway", "provision-worker", "reaper-worker");
    private static final Map<String, Object> PROJECT =
            Map.of("projectId", "composed", "files", List.of(Map.of("path", "package.json", "content", "{}")));

    @BeforeAll
    static void start() {
        assumeTrue(
                Stream.of("bwrap", "redis-server", "redis-cli").allMatch(ComposeIT::isInstalled)
                        && TestRabbit.canBeAProcess()
                        && TestRedis.canBeAProcess(),
                "without Docker it needs bwrap, RabbitMQ and Redis on this machine");
        fillTheExampleIn();
        var daytona = CompletableFuture.runAsync(ComposeIT::startDaytona);
        var rabbit = CompletableFuture.runAsync(ComposeIT::startRabbit);
        startRedis();
        daytona.join();
        rabbit.join();
        OURS.stream()
                .map(name -> MidoriSystem.begin(() -> startService(name)))
                .toList()
                .forEach(starting -> STARTED.add(starting.join()));
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/bin", "/usr/local/bin").anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** As whoever runs it does; what is empty there is a secret. */
    private static void fillTheExampleIn() {
        Pattern.compile("(?m)^([A-Z_]+)=(.*)$")
                .matcher(Checkout.text("deploy/compose.env.example"))
                .results()
                .forEach(line -> VARIABLES.put(
                        line.group(1),
                        line.group(2).isEmpty() ? UUID.randomUUID().toString().replace("-", "") : line.group(2)));
    }

    private static Map<String, Object> service(String name) {
        return Checkout.part(SERVICES, name);
    }

    /** Variables as Compose replaces them, and then addresses of this machine for those between containers. */
    private static String filled(String text) {
        var values = VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(valueOf(found)));
        return values.replace("$$", "$")
                .replace("@rabbitmq:5672", "@127.0.0.1:" + PORTS.get("rabbitmq"))
                .replace("@redis:6379", "@127.0.0.1:" + PORTS.get("redis"));
    }

    private static String valueOf(MatchResult variable) {
        var value = VARIABLES.getOrDefault(variable.group(1), "");
        if (!value.isEmpty()) {
            return value;
        }
        assertThat(variable.group(2)).as("%s must be set", variable.group(1)).isNotEqualTo("?");
        return Objects.requireNonNullElse(variable.group(3), "");
    }

    private static Map<String, String> environmentOf(String name) {
        Map<String, Object> environment = Checkout.part(service(name), "environment");
        return environment.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> filled(String.valueOf(entry.getValue()))));
    }

    private static Path log(String name) {
        return Service.logs(FOLDER.path()).resolve(name + ".log");
    }

    private static void startDaytona() {
        var daytona = Service.start(
                "local-daytona",
                "local-daytona",
                FOLDER.path(),
                Map.of("LOCAL_DAYTONA_API_KEY", Objects.requireNonNull(VARIABLES.get("DAYTONA_API_KEY"))),
                "/api/health",
                "--local-daytona.runtime=simulated",
                "--local-daytona.proxy-port=0",
                "--local-daytona.data-dir=" + FOLDER.path().resolve("daytona"));
        STARTED.add(daytona);
        VARIABLES.put("DAYTONA_API_URL", daytona.url("/api").toString());
    }

    private static void startRabbit() {
        var definitions = FOLDER.path().resolve("broker.json");
        var settings = Checkout.text("deploy/rabbitmq/compose.conf")
                .replace("/etc/rabbitmq/preview.json", definitions.toString())
                .replaceAll("(?m)^(#.*|disk_free_limit.*|log\\..*)$", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(settings).hasSize(2);
        var program = List.of(Checkout.file("deploy/broker-definitions").toString());
        assertThat(run(program, VARIABLES, definitions)).isZero();
        var withGuest = (ObjectNode) Http.JSON.readTree(Checkout.text(definitions));
        SecuredIT.addGuest(withGuest);
        try {
            Files.writeString(definitions, withGuest.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var rabbit = TestRabbit.start(settings);
        STARTED.add(rabbit);
        PORTS.put("rabbitmq", rabbit.port());
    }

    private static void startRedis() {
        var port = Ports.free();
        PORTS.put("redis", port);
        List<String> entrypoint = Checkout.part(service("redis"), "entrypoint");
        var command = entrypoint.stream()
                .map(word -> filled(word)
                        .replace("dir /data", "dir %s\nport %d\nbind 127.0.0.1".formatted(FOLDER.path(), port)))
                .toList();
        var redis = ManagedProcess.start("redis", command, environmentOf("redis"), FOLDER.path(), log("redis"));
        STARTED.add(redis);
        await().atMost(Duration.ofSeconds(20)).until(() -> isHealthy("redis"));
    }

    /** As the image starts it. */
    private static ManagedProcess startService(String name) {
        var variables = new HashMap<>(environmentOf(name));
        variables.put("SERVER_PORT", Integer.toString(portOf(name)));
        variables.computeIfPresent("MANAGEMENT_SERVER_PORT", (_, _) -> Integer.toString(portOf("management")));
        var prepared = Service.prepared(name, variables, new String[0], log(name));
        var jar = prepared.resolve(Service.jarOf(name).getFileName()).toString();
        var command = new ArrayList<>(List.of("bwrap", "--unshare-user", "--uid", "10001"));
        command.addAll(List.of("--gid", "10001", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--dev", "/dev"));
        var root = Service.root().toString();
        command.addAll(List.of("--tmpfs", "/tmp", "--ro-bind", root, root, "--chdir", "/", "--"));
        entrypoint().stream()
                .map(word -> word.equals("java")
                        ? Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()
                        : word.replace("/app/app.jar", jar).replace("/app/", prepared + "/"))
                .forEach(command::add);
        return ManagedProcess.start(name, command, variables, FOLDER.path(), log(name));
    }

    private static List<String> entrypoint() {
        var line = Pattern.compile("(?m)^ENTRYPOINT (\\[.*])$").matcher(Checkout.text("deploy/images/Dockerfile"));
        assertThat(line.find()).isTrue();
        return Http.JSON
                .readTree(line.group(1))
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static synchronized int portOf(String name) {
        return PORTS.computeIfAbsent(name, _ -> Ports.free());
    }

    private static int metricsPortOf(String name) {
        return portOf(name.equals("api-gateway") ? "management" : name);
    }

    /** What Compose asks, at the ports of this machine. */
    private static boolean isHealthy(String name) {
        Map<String, Object> check = Checkout.part(service(name), "healthcheck");
        List<String> test = Checkout.part(check, "test");
        var words = new ArrayList<>(test.subList(1, test.size()));
        if (test.getFirst().equals("CMD-SHELL")) {
            words.set(0, words.getFirst().replace("redis-cli", "redis-cli -p " + PORTS.get(name)));
            words.addAll(0, List.of("sh", "-c"));
        } else {
            words.set(0, words.getFirst().replace("/app/", Checkout.file("deploy/images") + "/"));
            words.set(1, Integer.toString(metricsPortOf(name)));
        }
        return run(words, environmentOf(name), log("health-of-" + name)) == 0;
    }

    /** Runs a program to its end, and answers how it ended. */
    private static int run(List<String> command, Map<String, String> variables, Path output) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** With the addresses of our services here, and the rules of the repository. */
    private static void startPrometheus() {
        var config = Pattern.compile("dns_sd_configs: \\[\\{ names: \\[([a-z-]+)].*")
                .matcher(Checkout.text("deploy/monitoring/prometheus.yaml"))
                .replaceAll(found -> "static_configs: [{ targets: ['127.0.0.1:%d'] }]"
                        .formatted(metricsPortOf(String.valueOf(found.group(1)))))
                .replace("15s", "1s")
                .replace(
                        "/etc/prometheus/rules",
                        Checkout.file("deploy/monitoring/rules").toString());
        var file = FOLDER.path().resolve("prometheus.yaml");
        try {
            Files.writeString(file, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var command = List.of(
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + FOLDER.path().resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + portOf("prometheus"));
        STARTED.add(ManagedProcess.start("prometheus", command, Map.of(), FOLDER.path(), log("prometheus")));
    }

    @Test
    void prometheusUnderstandsEveryServiceAndRule() {
        assumeTrue(isInstalled("prometheus"), "it needs Prometheus on this machine");
        startPrometheus();

        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(ask("/api/v1/query?query=up==1")
                                .path("data")
                                .path("result")
                                .valueStream()
                                .map(series -> series.path("metric").path("job").asString()))
                        .containsAll(OURS));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ask("/api/v1/rules").findValuesAsString("health"))
                        .hasSizeGreaterThan(15)
                        .containsOnly("ok"));
    }

    private static JsonNode ask(String path) {
        var answer = Http.get(at("prometheus", path));
        return answer.statusCode() == 200 ? answer.json() : Http.JSON.createObjectNode();
    }

    @AfterAll
    static void stop() throws Exception {
        for (var each : STARTED.reversed()) {
            each.close();
        }
        FOLDER.close();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void operatorsSeeQueuesAndWorkersWhereNoReaperAnswers() {
        STARTED.stream()
                .filter(ManagedProcess.class::isInstance)
                .map(ManagedProcess.class::cast)
                .filter(process -> process.log().contains("reaper-worker"))
                .forEach(ManagedProcess::close);
        var output = log("ops");
        var variables = new HashMap<>(VARIABLES);
        variables.put("GATEWAY", at("api-gateway", "").toString());

        assertThat(run(List.of(Checkout.file("deploy/ops").toString(), "status"), variables, output))
                .isEqualTo(1);

        assertThat(Checkout.text(output)).contains("CLEANUP_UNAVAILABLE", "preview.provision", "worker-");
    }

    private static URI at(String name, String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(portOf(name), path));
    }

    private static String[] caller() {
        return new String[] {
            "X-Api-Key",
            Objects.requireNonNull(VARIABLES.get("PREVIEW_SERVICE_KEY")),
            "X-User-Id",
            "somebody",
            "Prefer",
            "respond-async"
        };
    }

    @Test
    void everyServiceOfOursIsHealthyAndAPreviewRuns() {
        OURS.forEach(name -> await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> isHealthy(name)));
        assertThat(Http.get(at("management", "/actuator/prometheus")).statusCode())
                .isEqualTo(200);
        assertThat(Http.get(at("api-gateway", "/actuator/prometheus")).statusCode())
                .as("metrics where callers are")
                .isIn(401, 404);

        var created = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> Http.post(at("api-gateway", "/api/preview/daytona"), PROJECT, caller()),
                        answer -> answer.statusCode() == 202);

        var status = at(
                "api-gateway",
                "/api/preview/daytona/status?sandboxId="
                        + created.json().path("sandboxId").asString());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Http.get(status, caller())
                        .json()
                        .path("status")
                        .asString()
                        .equals("running"));
    }
}
