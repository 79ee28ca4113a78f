package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Everything that a deployment has, each part a process, on ports and in folders of the test's own. */
final class MidoriSystem implements AutoCloseable {
    private final TemporaryFolder folder = TemporaryFolder.create("system");
    private static final Pattern PASSWORD = Pattern.compile("://[^:@/]*:([^@/]+)@");
    private static final String SERVICE_KEY = "service-key-of-a-system-test";

    private final String daytonaKey = "local_" + UUID.randomUUID();
    private final @Nullable TestRabbit rabbit;
    private final @Nullable TestRedis redis;
    private final List<AutoCloseable> servers;
    private final Map<String, Map<String, String>> ofModules;
    private final List<Service> services = new CopyOnWriteArrayList<>();
    private final Map<String, String> environment;
    private final Service daytona;
    private final Service gateway;
    private final List<Service> workers = new CopyOnWriteArrayList<>();
    private final AtomicInteger named = new AtomicInteger();

    private MidoriSystem(String runtime, List<String> daytonaSettings, Map<String, String> settings) {
        this(
                begin(TestRabbit::start),
                begin(TestRedis::start),
                List.of(),
                runtime,
                daytonaSettings,
                settings,
                Map.of());
    }

    private MidoriSystem(
            @Nullable CompletableFuture<TestRabbit> broker,
            @Nullable CompletableFuture<TestRedis> store,
            List<AutoCloseable> servers,
            String runtime,
            List<String> daytonaSettings,
            Map<String, String> settings,
            Map<String, Map<String, String>> ofModules) {
        this.servers = servers;
        this.ofModules = ofModules;
        var arguments = new ArrayList<>(List.of(
                "--local-daytona.runtime=" + runtime,
                "--local-daytona.proxy-port=0",
                "--local-daytona.data-dir=" + folder.path().resolve("daytona")));
        arguments.addAll(daytonaSettings);
        var server = begin(() -> Service.start(
                "local-daytona",
                "local-daytona",
                folder.path(),
                Map.of("LOCAL_DAYTONA_API_KEY", daytonaKey),
                "/api/health",
                arguments.toArray(String[]::new)));
        rabbit = broker == null ? null : broker.join();
        redis = store == null ? null : store.join();
        daytona = add(server.join());
        environment = new HashMap<>(settings);
        if (rabbit != null) {
            environment.putIfAbsent("RABBITMQ_URL", rabbit.url());
        }
        if (redis != null) {
            environment.putIfAbsent("REDIS_URL", redis.url());
        }
        environment.put("PREVIEW_AUTH", "dev");
        environment.put("PREVIEW_SERVICE_KEY", SERVICE_KEY);
        environment.put("DAYTONA_API_URL", daytona.url("/api").toString());
        environment.put("DAYTONA_API_KEY", daytonaKey);
        var reaper = begin(() -> service("reaper-worker", environment));
        gateway = add(service("api-gateway", environment));
        add(reaper.join());
    }

    /** What takes long to start is started beside what else does. */
    static <T> CompletableFuture<T> begin(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, Thread::startVirtualThread);
    }

    /** Starts all of it, on real sandboxes. */
    static MidoriSystem start(Map<String, String> settings) {
        var system = new MidoriSystem("namespace", List.of(), settings);
        system.startWorker(Map.of());
        return system;
    }

    /** Starts all of it but workers, on real sandboxes of which it is counted what is done in them. */
    static MidoriSystem counted(Map<String, String> settings) {
        return new MidoriSystem("namespace", List.of("--local-daytona.admin=true"), settings);
    }

    /** Starts all of it but workers, on simulated sandboxes. */
    static MidoriSystem simulated(Map<String, String> settings, String... simulation) {
        return simulated(TestRabbit::start, settings, simulation);
    }

    /** The same on a broker that is started in another way. */
    static MidoriSystem simulated(Supplier<TestRabbit> broker, Map<String, String> settings, String... simulation) {
        return new MidoriSystem(
                begin(broker),
                begin(TestRedis::start),
                List.of(),
                "simulated",
                withAdmin(simulation),
                settings,
                Map.of());
    }

    private static List<String> withAdmin(String... simulation) {
        var all = new ArrayList<>(List.of("--local-daytona.admin=true"));
        all.addAll(List.of(simulation));
        return all;
    }

    /**
     * Starts all of it but workers, on simulated sandboxes and on servers of the caller's, which it closes in the end.
     *
     * @param settings  name the servers, where {@code ofModules} doesn't
     * @param ofModules what only the services of a module are told, such as their own users
     */
    static MidoriSystem simulatedOn(
            List<AutoCloseable> servers,
            Map<String, String> settings,
            Map<String, Map<String, String>> ofModules,
            String... simulation) {
        return new MidoriSystem(null, null, servers, "simulated", withAdmin(simulation), settings, ofModules);
    }

    private Service service(String module, Map<String, String> variables) {
        var all = new HashMap<>(variables);
        all.putAll(ofModules.getOrDefault(module, Map.of()));
        var name = "%s-%d".formatted(module, named.incrementAndGet());
        return Service.start(module, name, folder.path(), all, "/actuator/health/readiness");
    }

    /** One more gateway beside the first. */
    Service startGateway(Map<String, String> itsOwn) {
        var variables = new HashMap<>(environment);
        variables.putAll(itsOwn);
        return add(service("api-gateway", variables));
    }

    /** One more worker. */
    Service startWorker(Map<String, String> itsOwn) {
        var variables = new HashMap<>(environment);
        variables.putAll(itsOwn);
        var worker = add(service("provision-worker", variables));
        workers.add(worker);
        return worker;
    }

    /** Every worker that was ever started. */
    List<Service> everyWorker() {
        return services.stream()
                .filter(service -> service.isOf("provision-worker"))
                .toList();
    }

    /** The workers that run. */
    List<Service> workers() {
        return workers;
    }

    /** Ends a worker as a crash would. */
    void crash(Service worker) {
        workers.remove(worker);
        worker.process().kill();
    }

    /** Tells a worker to go, and waits until it has. */
    void leave(Service worker) {
        workers.remove(worker);
        worker.close();
    }

    TestRabbit rabbit() {
        return Objects.requireNonNull(rabbit, "the servers are the caller's");
    }

    TestRedis redis() {
        return Objects.requireNonNull(redis, "the servers are the caller's");
    }

    /** What was really done at Daytona, by the name of the sandbox, and how often. */
    JsonNode effects() {
        return Http.getAs(daytona.url("/admin/effects"), daytonaKey).json().path("effects");
    }

    /** From now on these things go wrong at Daytona. */
    void faults(List<? extends Map<String, ?>> faults) {
        Http.putAs(daytona.url("/admin/faults"), daytonaKey, faults);
    }

    /** Asks for a preview on behalf of a user. */
    Http.Answer createFor(String user, Object project, String... headers) {
        var all = new ArrayList<>(List.of("Prefer", "respond-async", "X-Api-Key", SERVICE_KEY, "X-User-Id", user));
        all.addAll(List.of(headers));
        return Http.post(url("/api/preview/daytona"), project, all.toArray(String[]::new));
    }

    /** A preview of a user that runs, once it does. */
    String runningFor(String user, Object project, Duration patience) {
        var answer = createFor(user, project);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        var id = answer.json().path("sandboxId").asString();
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(statusFor(user, id).path("status").asString())
                                .isNotIn("creating", "building"));
        var status = statusFor(user, id);
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("running");
        return id;
    }

    /** What the gateway tells a user of a sandbox. */
    JsonNode statusFor(String user, String sandboxId) {
        return Http.get(
                        url("/api/preview/daytona/status?sandboxId=" + sandboxId),
                        "X-Api-Key",
                        SERVICE_KEY,
                        "X-User-Id",
                        user)
                .json();
    }

    /** What the gateway tells a user of their day. */
    JsonNode usageFor(String user) {
        return Http.get(url("/api/preview/usage"), "X-Api-Key", SERVICE_KEY, "X-User-Id", user)
                .json();
    }

    /** What a frontend's server says on behalf of a user, who is no operator. */
    Map<String, String> headersOf(String user) {
        return Map.of("X-Api-Key", SERVICE_KEY, "X-User-Id", user);
    }

    Http.Answer stopFor(String user, String sandboxId) {
        return Http.post(
                url("/api/preview/daytona/stop"),
                Map.of("sandboxId", sandboxId),
                "X-Api-Key",
                SERVICE_KEY,
                "X-User-Id",
                user);
    }

    Http.Answer api(String path) {
        return Http.get(url(path));
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
        var names = new ArrayList<String>();
        for (var cursor = ""; cursor != null; ) {
            var page = Http.getAs(
                            daytona.url("/api/sandbox?sort=createdAt&order=asc&limit=200&cursor=" + cursor), daytonaKey)
                    .json();
            page.path("items").forEach(item -> names.add(item.path("name").asString()));
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : page.path("nextCursor").asString();
        }
        return names;
    }

    /** The names of the snapshots that users of Daytona have made. */
    List<String> snapshotsAtDaytona() {
        var names = new ArrayList<String>();
        Http.getAs(daytona.url("/api/snapshots?limit=200"), daytonaKey)
                .json()
                .path("items")
                .valueStream()
                .filter(one -> !one.path("general").asBoolean())
                .forEach(one -> names.add(one.path("name").asString()));
        return names;
    }

    /** As if somebody else had removed a snapshot there. */
    void deleteSnapshotAtDaytona(String name) {
        Http.delete(daytona.url("/api/snapshots/" + name), "Authorization", "Bearer " + daytonaKey);
    }

    /** Runs a command in a sandbox, as somebody who works in it would. */
    String runInSandbox(String name, String command) {
        var sandbox =
                Http.getAs(daytona.url("/api/sandbox/" + name), daytonaKey).json();
        var execute = URI.create("%s/%s/process/execute"
                .formatted(
                        sandbox.path("toolboxProxyUrl").asString(),
                        sandbox.path("id").asString()));
        return Http.post(execute, Map.of("command", command), "Authorization", "Bearer " + daytonaKey)
                .json()
                .path("result")
                .asString();
    }

    /** As if somebody else had made a sandbox there. */
    void createAtDaytona(String name, Map<String, String> labels) {
        var answer = Http.post(
                daytona.url("/api/sandbox"),
                Map.of("name", name, "labels", labels, "autoStopInterval", 0),
                "Authorization",
                "Bearer " + daytonaKey);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("create answered %d: %s".formatted(answer.statusCode(), answer.body()));
        }
    }

    /** As if somebody else had removed a sandbox there. */
    void deleteAtDaytona(String name) {
        Http.delete(daytona.url("/api/sandbox/" + name), "Authorization", "Bearer " + daytonaKey);
    }

    /** Tells the reapers what to do, as an operator does. */
    Http.Answer cleanup(String action) {
        return Http.post(url("/api/preview/cleanup"), Map.of("action", action));
    }

    Http.Answer beatFor(String user, String sandboxId) {
        return Http.post(
                url("/api/preview/daytona/heartbeat"),
                Map.of("sandboxId", sandboxId),
                "X-Api-Key",
                SERVICE_KEY,
                "X-User-Id",
                user);
    }

    /** The whole answer, for a user. */
    Http.Answer askFor(String user, String sandboxId) {
        return Http.get(
                url("/api/preview/daytona/status?sandboxId=" + sandboxId), "X-Api-Key", SERVICE_KEY, "X-User-Id", user);
    }

    /** Tells every reaper to go, and waits until they have. */
    void stopReapers() {
        services.stream().filter(service -> service.isOf("reaper-worker")).forEach(Service::close);
    }

    /** One more reaper. */
    Service startReaper(Map<String, String> itsOwn) {
        var variables = new HashMap<>(environment);
        variables.putAll(itsOwn);
        return add(service("reaper-worker", variables));
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
        Stream.concat(Stream.of(redis, rabbit), servers.stream()).forEach(MidoriSystem::close);
        folder.close();
        requireThatNoSecretWasPrinted();
    }

    private static void close(@Nullable AutoCloseable server) {
        try {
            if (server != null) {
                server.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("a server could not be closed", e);
        }
    }

    /** Whatever was tested, what was secret in it must not stand in what any service has printed. */
    private void requireThatNoSecretWasPrinted() {
        var secrets = new HashSet<>(Http.secrets());
        secrets.add(daytonaKey);
        Stream.concat(environment.values().stream(), ofModules.values().stream().flatMap(it -> it.values().stream()))
                .flatMap(value -> PASSWORD.matcher(value).results())
                .map(password -> password.group(1))
                .filter(password -> !password.equals("guest"))
                .forEach(secrets::add);
        for (var service : services) {
            service.process()
                    .log()
                    .lines()
                    .forEach(line -> secrets.stream()
                            .filter(line::contains)
                            .findFirst()
                            .ifPresent(secret -> {
                                throw new AssertionError("a service has printed a secret: "
                                        + line.replace(secret, secret.substring(0, 4) + "…"));
                            }));
        }
    }
}
