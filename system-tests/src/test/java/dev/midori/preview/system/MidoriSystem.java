package dev.midori.preview.system;

import static org.awaitility.Awaitility.await;

import dev.midori.preview.testing.TemporaryFolder;
import dev.midori.preview.testing.TestRabbit;
import dev.midori.preview.testing.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Everything that a deployment has, each part a process, on ports and in folders of the test's own. */
final class MidoriSystem implements AutoCloseable {
    private final TemporaryFolder folder = TemporaryFolder.create("system");
    private final String daytonaKey = "local_" + UUID.randomUUID();
    private final TestRabbit rabbit = TestRabbit.start();
    private final TestRedis redis = TestRedis.start();
    private final List<Service> services = new ArrayList<>();
    private final Service daytona;
    private final Service gateway;

    private MidoriSystem(String runtime, Map<String, String> settings) {
        daytona = add(Service.start(
                "local-daytona",
                "local-daytona",
                folder.path(),
                Map.of("LOCAL_DAYTONA_API_KEY", daytonaKey),
                "/api/health",
                "--local-daytona.runtime=" + runtime,
                "--local-daytona.proxy-port=0",
                "--local-daytona.data-dir=" + folder.path().resolve("daytona")));
        var environment = new HashMap<>(settings);
        environment.put("RABBITMQ_URL", rabbit.url());
        environment.put("REDIS_URL", redis.url());
        environment.put("PREVIEW_AUTH", "dev");
        environment.put("DAYTONA_API_URL", daytona.url("/api").toString());
        environment.put("DAYTONA_API_KEY", daytonaKey);
        gateway = add(service("api-gateway", environment));
        add(service("provision-worker", environment));
        add(service("reaper-worker", environment));
    }

    /** Starts all of it, on real sandboxes. */
    static MidoriSystem start(Map<String, String> settings) {
        return new MidoriSystem("namespace", settings);
    }

    private Service service(String module, Map<String, String> environment) {
        return Service.start(module, module, folder.path(), environment, "/actuator/health/readiness");
    }

    private Service add(Service service) {
        services.add(service);
        return service;
    }

    URI url(String path) {
        return gateway.url(path);
    }

    String daytonaKey() {
        return daytonaKey;
    }

    /** Asks for a preview of a project, and answers its id at once. */
    String create(JsonNode project) {
        var answer = Http.post(url("/api/preview/daytona"), project, "Prefer", "respond-async");
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("create answered %d: %s".formatted(answer.statusCode(), answer.body()));
        }
        return answer.json().path("sandboxId").asString();
    }

    /** What the gateway says of it; a sign of its owner too. */
    JsonNode status(String sandboxId) {
        return Http.get(url("/api/preview/daytona/status?sandboxId=" + sandboxId))
                .json();
    }

    /** Waits until it is running, or has ended. */
    JsonNode awaitSettled(String sandboxId) {
        return await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> status(sandboxId),
                        status -> List.of("running", "error", "stopped")
                                .contains(status.path("status").asString()));
    }

    Http.Answer stop(String sandboxId) {
        return Http.post(url("/api/preview/daytona/stop"), Map.of("sandboxId", sandboxId));
    }

    Http.Answer beat(String sandboxId) {
        return Http.post(url("/api/preview/daytona/heartbeat"), Map.of("sandboxId", sandboxId));
    }

    /** The names of the sandboxes that exist at Daytona. */
    List<String> sandboxesAtDaytona() {
        var items = Http.getAs(daytona.url("/api/sandbox"), daytonaKey).json().path("items");
        return items.valueStream().map(item -> item.path("name").asString()).toList();
    }

    /** Everything that the services have printed. */
    String logs() {
        return services.stream().map(service -> service.process().log()).collect(Collectors.joining("\n"));
    }

    /** A project as a frontend sends it. */
    static JsonNode sample(String name) {
        try {
            return Http.JSON.readTree(
                    Files.readString(Service.root().resolve("deploy/samples").resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        services.reversed().forEach(Service::close);
        redis.close();
        rabbit.close();
        folder.close();
    }
}
