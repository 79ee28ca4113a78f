package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Workers as processes, and what happens to them: one circumstance in each test, on simulated sandboxes. */
@Order(1)
class EngineIT {
    private static final boolean LONG = Boolean.getBoolean("midori.long");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LARGEST_FILE = 1 << 20;

    private static MidoriSystem midori;
    private static int users;

    @BeforeAll
    static void start() {
        midori = MidoriSystem.simulated(Map.of(
                "PREVIEW_WORKER_LEASE", "5s",
                "PREVIEW_CLEANUP_IDLETIMEOUT", "2h",
                "PREVIEW_LIMITS_MAXUSAGEPERDAY", "24h"));
    }

    @AfterAll
    static void stop() {
        midori.close();
    }

    @AfterEach
    void clear() {
        midori.faults(List.of());
        List.copyOf(midori.workers()).forEach(midori::crash);
    }

    /** A preview that somebody asked for. */
    private record Asked(String user, String id) {
        JsonNode status() {
            return midori.statusFor(user, id);
        }

        String word(String field) {
            return status().path(field).asString("");
        }

        void awaitStep(String step) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> word("step").equals(step));
        }

        void awaitStatus(String status) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(250))
                    .ignoreExceptions()
                    .until(() -> word("status").equals(status));
        }

        /** How often a command with these words was begun in its sandbox, or the sandbox created. */
        int times(String words) {
            return midori.effects()
                    .path(id)
                    .propertyStream()
                    .filter(effect -> effect.getKey().contains(words))
                    .mapToInt(effect -> effect.getValue().asInt())
                    .sum();
        }
    }

    private static Map<String, Object> project(String id, String simulation, String more) {
        var files = new ArrayList<>(List.of(Map.of("path", "simulation.json", "content", simulation)));
        for (int from = 0; from < more.length(); from += LARGEST_FILE) {
            files.add(Map.of(
                    "path",
                    "more-%d.txt".formatted(files.size()),
                    "content",
                    more.substring(from, Math.min(more.length(), from + LARGEST_FILE))));
        }
        return Map.of("projectId", id, "files", files);
    }

    private static synchronized String nextUser() {
        return "engine-" + ++users;
    }

    private static Asked ask(String simulation) {
        return ask(nextUser(), simulation, "");
    }

    private static Asked ask(String user, String simulation, String more) {
        var answer = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> midori.createFor(user, project("project", simulation, more)),
                        it -> it.statusCode() == 202);
        return new Asked(user, answer.json().path("sandboxId").asString());
    }

    private static void assertEachStepWasDoneOnce(Asked asked) {
        assertThat(Map.of(
                        "create", asked.times("create"),
                        "install", asked.times("npm install"),
                        "build", asked.times("npm run build"),
                        "serve", asked.times("npm run dev")))
                .as("what was done for %s", asked.id())
                .isEqualTo(Map.of("create", 1, "install", 1, "build", 1, "serve", 1));
    }

    @Test
    void aWorkerThatStoodStillForLongerThanItsLeaseTouchesNothingAnyMore() {
        var former = midori.startWorker(Map.of());
        var asked = ask("{\"install\":{\"millis\":20000}}");
        asked.awaitStep("installing");

        former.process().pause();
        midori.startWorker(Map.of());
        asked.awaitStatus("running");
        former.process().resume();

        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(10))
                .until(() -> asked.word("status").equals("running"));
        assertEachStepWasDoneOnce(asked);
    }

    @Test
    void aWorkerThatIsCutOffFromTheBrokerGivesWayToTheNext() {
        try (var line = BrokenLine.to(midori.rabbit().port())) {
            midori.startWorker(Map.of("RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:" + line.port()));
            var asked = ask("{\"install\":{\"millis\":8000}}");
            asked.awaitStep("installing");

            line.cut();
            midori.startWorker(Map.of());

            asked.awaitStatus("running");
            assertEachStepWasDoneOnce(asked);
            line.mend();
        }
    }

    @Test
    void aStopWinsInEveryStep() {
        midori.startWorker(Map.of());
        midori.faults(List.of(Map.of("operation", "CREATE", "delayMillis", 4000, "times", 1)));
        var creating = ask("{}");
        creating.awaitStep("creating");
        stopAndWatch(creating);

        var installing = ask("{\"install\":{\"millis\":60000}}");
        var building = ask("{\"build\":{\"millis\":60000}}");
        var starting = ask("{\"serve\":{\"millis\":60000}}");
        installing.awaitStep("installing");
        stopAndWatch(installing);
        building.awaitStep("building");
        stopAndWatch(building);
        starting.awaitStep("starting");
        stopAndWatch(starting);

        assertThat(List.of(creating, installing, building, starting))
                .extracting(asked -> asked.times("npm run dev"))
                .containsExactly(0, 0, 0, 1);
    }

    private static void stopAndWatch(Asked asked) {
        assertThat(midori.stopFor(asked.user(), asked.id()).statusCode()).isEqualTo(200);

        asked.awaitStatus("stopped");
        var done = midori.effects().path(asked.id());
        assertThat(midori.sandboxesAtDaytona()).doesNotContain(asked.id());
        await().during(Duration.ofSeconds(2))
                .until(() -> midori.effects().path(asked.id()).equals(done));
    }

    @Test
    void anOutageOfDaytonaSpendsNoAttemptAndIsWaitedOut() {
        var worker = midori.startWorker(Map.of("PREVIEW_WORKER_OUTAGEPROBE", "1s"));
        midori.faults(List.of(Map.of("status", 503)));
        var all = IntStream.range(0, 8).mapToObj(_ -> ask("{}")).toList();

        await().atMost(PATIENCE).until(() -> health(worker).contains("Daytona could not"));
        await().during(Duration.ofSeconds(3))
                .until(() ->
                        all.stream().noneMatch(asked -> asked.word("status").equals("error")));
        midori.faults(List.of());

        all.forEach(asked -> asked.awaitStatus("running"));
        assertThat(health(worker)).doesNotContain("Daytona could not");
        assertThat(midori.rabbit().depths().get("preview.dead-letters")).isZero();
    }

    private static String health(Service worker) {
        return Http.get(worker.url("/actuator/health/daytona")).body();
    }

    @Test
    void aRollingRestartUnderLoadLosesAndRepeatsNothing() {
        for (int i = 0; i < 3; i++) {
            midori.startWorker(Map.of("PREVIEW_WORKER_CONCURRENCY", "32"));
        }
        var all = IntStream.range(0, 40)
                .mapToObj(n -> ask("{\"install\":{\"millis\":%d}}".formatted(4000 + 500 * n)))
                .toList();

        for (var worker : List.copyOf(midori.workers())) {
            midori.startWorker(Map.of("PREVIEW_WORKER_CONCURRENCY", "32"));
            var told = Clock.systemUTC().instant();
            midori.leave(worker);
            assertThat(Duration.between(told, Clock.systemUTC().instant())).isLessThan(Duration.ofSeconds(30));
            assertThat(worker.process().log()).doesNotContain("did not hand over in time");
        }

        all.forEach(asked -> asked.awaitStatus("running"));
        all.forEach(EngineIT::assertEachStepWasDoneOnce);
    }

    @Test
    void theBrokerMayGoAwayAndComeBack() {
        midori.startWorker(Map.of());
        var all = IntStream.range(0, 10)
                .mapToObj(_ -> ask("{\"install\":{\"millis\":6000}}"))
                .toList();
        all.getFirst().awaitStep("installing");

        midori.rabbit().stop();
        awaitAway();
        midori.rabbit().startAgain();

        all.forEach(asked -> asked.awaitStatus("running"));
        all.forEach(EngineIT::assertEachStepWasDoneOnce);
    }

    @Test
    void redisMayGoAwayAndComeBack() {
        midori.startWorker(Map.of());
        var all = IntStream.range(0, 10)
                .mapToObj(_ -> ask("{\"install\":{\"millis\":6000}}"))
                .toList();
        all.getFirst().awaitStep("installing");

        midori.redis().stop();
        awaitAway();
        midori.redis().startAgain();

        all.forEach(asked -> asked.awaitStatus("running"));
        all.forEach(EngineIT::assertEachStepWasDoneOnce);
    }

    private static void awaitAway() {
        var until = System.nanoTime() + Duration.ofSeconds(LONG ? 60 : 8).toNanos();
        await().atMost(Duration.ofSeconds(90)).until(() -> System.nanoTime() > until);
    }

    @Test
    void aCreateThatLandsAfterItsWorkerDiedIsFoundAndNotRepeated() {
        midori.faults(List.of(Map.of("operation", "CREATE", "delayMillis", 5000, "times", 1)));
        var former = midori.startWorker(Map.of());
        var asked = ask("{}");
        asked.awaitStep("creating");

        midori.crash(former);
        midori.startWorker(Map.of());

        asked.awaitStatus("running");
        assertEachStepWasDoneOnce(asked);
        await().during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(10))
                .until(() -> midori.sandboxesAtDaytona().stream()
                                .filter(asked.id()::equals)
                                .count()
                        == 1);
    }

    @Test
    void oneTraceLeadsFromTheCallToDaytona() {
        midori.startWorker(Map.of());
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var user = nextUser();

        var answer = midori.createFor(
                user, project("project", "{}", ""), "traceparent", "00-%s-00f067aa0ba902b7-01".formatted(trace));

        var asked = new Asked(user, answer.json().path("sandboxId").asString());
        asked.awaitStatus("running");
        assertThat(asked.times("trace: " + trace)).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeDoneIsLookedAtAndReplayedByOperators() {
        midori.faults(List.of(Map.of("operation", "UPLOAD", "status", 500)));
        midori.startWorker(Map.of("PREVIEW_WORKER_ATTEMPTS", "1"));
        var asked = ask("{}");
        asked.awaitStatus("error");
        midori.faults(List.of());

        assertThat(deadLetters("list")).contains(asked.id(), "CreateSandbox", "FILE_UPLOAD_FAILED");
        assertThat(deadLetters("replay", "--all", "--dry-run")).isEqualTo("would replay 1");
        assertThat(deadLetters("list")).contains(asked.id());
        assertThat(deadLetters("replay", "--all", "--reason", "FILE_UPLOAD_FAILED"))
                .isEqualTo("replayed 1");

        asked.awaitStatus("running");
        assertThat(deadLetters("list")).isEqualTo("none");
        assertThat(List.of(asked.times("create"), asked.times("npm install"))).containsExactly(2, 1);
    }

    @Test
    void anUnreadableMessageComesBackUntilItIsDiscarded() {
        midori.startWorker(Map.of());
        midori.rabbit().publish("preview.provision", "{not json".getBytes(StandardCharsets.UTF_8));

        awaitDeadLetters("UNREADABLE");
        assertThat(deadLetters("replay", "--all")).isEqualTo("replayed 1");
        awaitDeadLetters("UNREADABLE");

        var id = deadLetters("list", "--json")
                .lines()
                .filter(line -> line.contains("\"id\""))
                .map(line -> line.replaceAll(".*: \"(.*)\".*", "$1"))
                .toList();
        assertThat(id).hasSize(1);
        assertThat(deadLetters("discard", id.getFirst())).isEqualTo("discarded 1");
        assertThat(deadLetters("list")).isEqualTo("none");
    }

    private static void awaitDeadLetters(String words) {
        await().atMost(Duration.ofSeconds(20)).until(() -> deadLetters("list").contains(words));
    }

    /** As operators do it. */
    private static String deadLetters(String... words) {
        var command = new ArrayList<>(List.of("deploy/ops", "dead-letters"));
        command.addAll(List.of(words));
        var builder =
                new ProcessBuilder(command).directory(Service.root().toFile()).redirectErrorStream(true);
        builder.environment().put("GATEWAY", midori.url("").toString());
        try (var output = builder.start().inputReader()) {
            return output.readAllAsString().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void manyProvisionsFitIntoOneWorker() {
        var count = LONG ? 1000 : 300;
        var worker = midori.startWorker(Map.of(
                "PREVIEW_WORKER_CONCURRENCY",
                Integer.toString(count),
                "PREVIEW_WORKER_POLL",
                "1s",
                "PREVIEW_WORKER_LEASE",
                "30s",
                Service.HEAP,
                "512m"));
        var all = askMany(count, "{\"install\":{\"millis\":%d}}".formatted(LONG ? 120_000 : 25_000), 0);

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> metric(worker, "preview_jobs_in_flight") >= count);

        System.out.printf(
                "engine: %.0f provisions at once in one worker, %.0f MB of heap used, %.0f platform threads%n",
                metric(worker, "preview_jobs_in_flight"),
                sum(worker, "jvm_memory_used_bytes{area=\"heap\"") / (1 << 20),
                metric(worker, "jvm_threads_live_threads"));
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> metric(worker, "preview_outcomes_total{code=\"none\",outcome=\"running\"}") >= count);
        assertThat(worker.process().isAlive()).isTrue();
        assertThat(all.stream().limit(20))
                .allSatisfy(asked -> assertThat(asked.word("status")).isEqualTo("running"));
    }

    @Test
    void manyLargeProjectsAtOnceDoNotBreakIt() {
        var worker = midori.startWorker(Map.of("PREVIEW_WORKER_CONCURRENCY", "100", Service.HEAP, "384m"));

        var all = askMany(LONG ? 100 : 8, "{\"install\":{\"millis\":3000}}", 8 << 20);

        all.forEach(asked -> asked.awaitStatus("running"));
        assertThat(worker.process().isAlive()).isTrue();
        all.forEach(EngineIT::assertEachStepWasDoneOnce);
    }

    /** The text of each project does not get any smaller by being packed. */
    private static List<Asked> askMany(int count, String simulation, int size) {
        var all = new ArrayList<Asked>();
        var atOnce = new Semaphore(size == 0 ? 32 : 3);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, count)
                    .mapToObj(_ -> callers.submit(() -> {
                        atOnce.acquireUninterruptibly();
                        try {
                            return ask(nextUser(), simulation, randomText(size));
                        } finally {
                            atOnce.release();
                        }
                    }))
                    .toList();
            asked.forEach(one -> all.add(get(one)));
        }
        return all;
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String randomText(int size) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create();
        var text = new StringBuilder(Math.max(0, size - 4096));
        while (text.length() < size - 4096) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString().replace('"', '_').replace('\\', '_');
    }

    private static double metric(Service service, String name) {
        return metrics(service).getOrDefault(name, 0.0);
    }

    private static double sum(Service service, String prefix) {
        return metrics(service).entrySet().stream()
                .filter(metric -> metric.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static Map<String, Double> metrics(Service service) {
        var all = new HashMap<String, Double>();
        Http.get(service.url("/actuator/prometheus"))
                .body()
                .lines()
                .filter(line -> !line.startsWith("#") && line.contains(" "))
                .forEach(line -> all.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
        return all;
    }
}
