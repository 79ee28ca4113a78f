package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.messaging.RetryDelay;
import dev.midori.preview.testing.TestRabbit;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/**
 * Jobs with scripted fates, while workers are killed again and again, the broker and Redis are restarted, and Daytona
 * fails now and then. Each job is compared with its fate, and what was done at Daytona is counted there, not by us.
 *
 * <p>{@code -Dmidori.crash.jobs=10000} for a long run. It measures how soon jobs are taken over, so it is left alone.
 */
@Isolated
class CrashIT {
    private static final int JOBS = Integer.getInteger("midori.crash.jobs", 200);
    private static final int WORKERS = 3;
    private static final int UNREADABLE = 3;
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(5);
    private static final Pattern ATTEMPT_FAILED =
            Pattern.compile("attempt failed; (tried again|given up) .*?sandboxId=\"(sb_\\w+)\"");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3).plusMillis(JOBS * 150L);

    private static final Map<String, String> SETTINGS = Map.of(
            "PREVIEW_WORKER_CONCURRENCY", "200",
            "PREVIEW_WORKER_LEASE", "10s",
            "PREVIEW_CLEANUP_IDLETIMEOUT", "2h",
            "PREVIEW_LIMITS_MAXUSAGEPERDAY", "24h",
            "PREVIEW_TIMEOUTS_TOTAL", "100m");

    private static MidoriSystem midori;

    private final Random random = new Random(Long.getLong("midori.crash.seed", 20260101L));
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private Set<String> givenUp = Set.of();
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final List<Kill> kills = new ArrayList<>();

    @BeforeAll
    static void start() {
        midori = MidoriSystem.simulated(
                () -> TestRabbit.startWithWaitsOfAtMost(LONGEST_WAIT),
                SETTINGS,
                "--local-daytona.simulation.start.min=100ms",
                "--local-daytona.simulation.start.max=1500ms",
                "--local-daytona.simulation.install.min=1s",
                "--local-daytona.simulation.install.max=6s",
                "--local-daytona.simulation.build.min=500ms",
                "--local-daytona.simulation.build.max=3s",
                "--local-daytona.simulation.serve.min=200ms",
                "--local-daytona.simulation.serve.max=1500ms");
    }

    @AfterAll
    static void stop() {
        midori.close();
    }

    /** How a job is meant to end, whatever happens to workers meanwhile. */
    enum Fate {
        RUNS("{}", "running", ""),
        RUNS_AFTER_THE_NETWORK_FAILED_ONCE(
                "{\"install\":{\"exitCode\":1,\"output\":\"npm error code ECONNRESET\",\"times\":1}}", "running", ""),
        IS_STOPPED("{\"install\":{\"millis\":600000}}", "stopped", ""),
        LACKS_A_PACKAGE(
                "{\"install\":{\"exitCode\":1,\"output\":\"npm error code E404\"}}", "error", "NPM_INSTALL_FAILED"),
        DOES_NOT_BUILD("{\"build\":{\"exitCode\":2,\"output\":\"error TS2322\"}}", "error", "BUILD_FAILED"),
        DOES_NOT_SERVE("{\"serve\":{\"exitCode\":1,\"output\":\"Missing script\"}}", "error", "DEV_SERVER_FAILED");

        private final String simulation;
        final String status;
        final String code;

        Fate(String simulation, String status, String code) {
            this.simulation = simulation;
            this.status = status;
            this.code = code;
        }

        Map<String, Object> project(String id) {
            return Map.of(
                    "projectId",
                    id,
                    "files",
                    List.of(
                            Map.of("path", "package.json", "content", "{\"name\":\"%s\"}".formatted(id)),
                            Map.of("path", "simulation.json", "content", simulation)));
        }
    }

    private record Job(String user, Fate fate) {}

    private record Kill(Instant at, List<String> held) {}

    private Fate drawFate() {
        var draw = random.nextInt(100);
        if (draw < 70) {
            return Fate.RUNS;
        }
        var others = Fate.values();
        return others[1 + draw % (others.length - 1)];
    }

    @Test
    void everyJobMeetsItsFateExactlyOnce() throws InterruptedException {
        for (int i = 0; i < WORKERS; i++) {
            midori.startWorker(Map.of());
        }
        midori.faults(List.of(
                Map.of("operation", "CREATE", "rate", 0.05, "works", true, "drop", true, "times", JOBS / 20),
                Map.of(
                        "operation",
                        "CREATE",
                        "rate",
                        0.05,
                        "status",
                        429,
                        "times",
                        JOBS / 20,
                        "headers",
                        Map.of("Retry-After-sandbox-create", "1")),
                Map.of("operation", "UPLOAD", "rate", 0.02, "status", 502, "times", JOBS / 50),
                Map.of("operation", "COMMAND", "rate", 0.02, "status", 500),
                Map.of("operation", "GET", "rate", 0.02, "drop", true)));
        var begun = Clock.systemUTC().instant();

        var submitting = Thread.ofVirtual().start(this::submitAll);
        putUnreadableMessages();
        causeChaosWhile(() -> submitting.isAlive() || moreAreUnsettledThan(JOBS / 20), begun);
        submitting.join();
        keepWorkersRunning();
        // Whoever the world fails three times waits that long for the fourth, where no policy shortens it.
        await().atMost(PATIENCE.plus(RetryDelay.LONG.duration()))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> !moreAreUnsettledThan(0));
        var took = Duration.between(begun, Clock.systemUTC().instant());

        assertThat(jobs).as("jobs accepted").hasSize(JOBS);
        givenUp = failedByTheWorldEachTime();
        assertThat(givenUp)
                .as("jobs that chance failed in all of their attempts")
                .hasSizeLessThanOrEqualTo(1 + JOBS / 2_000);
        assertEachMetItsFate();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(this::assertDaytonaHasExactlyWhatRuns);
        assertThat(repeatedEffects()).as("effects that were repeated").isEmpty();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(depths())
                        .as("messages that are left anywhere")
                        .isEqualTo(Map.of("preview.dead-letters", (long) UNREADABLE + givenUp.size())));
        report(took);
    }

    private void submitAll() {
        var fates = IntStream.range(0, JOBS).mapToObj(_ -> drawFate()).toList();
        var atOnce = new Semaphore(16);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < JOBS; i++) {
                var number = i;
                callers.execute(() -> {
                    atOnce.acquireUninterruptibly();
                    try {
                        submit("user-" + number, fates.get(number));
                    } finally {
                        atOnce.release();
                    }
                });
            }
        }
    }

    /** As a frontend does: a 503, or no answer, is tried again, and an acceptance is believed. */
    private void submit(String user, Fate fate) {
        var project = fate.project("project-of-" + user);
        var answer = await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> midori.createFor(user, project), it -> it.statusCode() == 202);
        jobs.put(answer.json().path("sandboxId").asString(), new Job(user, fate));
        if (fate == Fate.IS_STOPPED) {
            stopLater(user, answer.json().path("sandboxId").asString());
        }
    }

    private void stopLater(String user, String id) {
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> midori.statusFor(user, id).path("step").asString().equals("installing"));
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> midori.stopFor(user, id).statusCode() == 200);
    }

    private void putUnreadableMessages() {
        for (int i = 0; i < UNREADABLE; i++) {
            midori.rabbit()
                    .publish(
                            "preview.provision", "not a command %d".formatted(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void causeChaosWhile(BooleanSupplier going, Instant begun) throws InterruptedException {
        var turn = 0;
        while (going.getAsBoolean()) {
            Thread.sleep(BETWEEN_KILLS);
            switch (++turn) {
                case 3 -> midori.rabbit().restart();
                case 5 -> midori.redis().restart();
                case 7 -> killAll();
                default -> killOne();
            }
            if (Duration.between(begun, Clock.systemUTC().instant()).compareTo(PATIENCE) > 0) {
                return;
            }
        }
    }

    /** One of a fleet, of which another is there to take over; whoever starts takes the place of one that was killed. */
    private void killOne() {
        var workers = midori.workers();
        if (workers.size() > 1) {
            kill(workers.get(random.nextInt(workers.size())));
        }
    }

    private void killAll() {
        List.copyOf(midori.workers()).forEach(this::kill);
    }

    private void kill(Service victim) {
        midori.crash(victim);
        var at = Clock.systemUTC().instant();
        kills.add(new Kill(at, JobLog.of(victim).heldAt(at)));
        Thread.ofPlatform().daemon().start(() -> midori.startWorker(Map.of()));
    }

    private void keepWorkersRunning() {
        await().atMost(Duration.ofMinutes(1)).until(() -> !midori.workers().isEmpty());
    }

    /** Asks no longer than it takes to know, and never again about those that have met their end. */
    private boolean moreAreUnsettledThan(int number) {
        return jobs.entrySet().stream()
                        .filter(job -> !settled.contains(job.getKey()))
                        .filter(job -> !hasSettled(job.getKey(), job.getValue()))
                        .limit(number + 1L)
                        .count()
                > number;
    }

    private boolean hasSettled(String id, Job job) {
        return isSettled(midoriStatus(job.user(), id)) && settled.add(id);
    }

    private static boolean isSettled(String status) {
        return List.of("running", "stopped", "error").contains(status);
    }

    private static String midoriStatus(String user, String id) {
        try {
            return midori.statusFor(user, id).path("status").asString();
        } catch (RuntimeException _) {
            return "unknown";
        }
    }

    /** Three attempts that the world failed, and a fourth: then a job is given up, and kept among the dead letters. */
    private static Set<String> failedByTheWorldEachTime() {
        var triedAgain = new HashMap<String, Integer>();
        var last = new HashSet<String>();
        ATTEMPT_FAILED.matcher(midori.logs()).results().forEach(line -> {
            if (line.group(1).equals("given up")) {
                last.add(line.group(2));
            } else {
                triedAgain.merge(line.group(2), 1, Integer::sum);
            }
        });
        last.removeIf(id -> triedAgain.getOrDefault(id, 0) < 3);
        return last;
    }

    private static boolean isTheWorldsFault(JsonNode status) {
        return status.path("status").asString().equals("error")
                && List.of("SANDBOX_CREATION_FAILED", "FILE_UPLOAD_FAILED")
                        .contains(status.path("code").asString());
    }

    private void assertEachMetItsFate() {
        var wrong = new HashMap<String, String>();
        jobs.forEach((id, job) -> {
            var status = midori.statusFor(job.user(), id);
            var met = givenUp.contains(id)
                    ? isTheWorldsFault(status)
                    : status.path("status").asString().equals(job.fate().status)
                            && status.path("code").asString("").equals(job.fate().code);
            if (!met) {
                wrong.put(
                        id,
                        "%s, but %s %s %s"
                                .formatted(
                                        job.fate(), status.path("status"), status.path("code"), status.path("error")));
            }
        });
        assertThat(wrong).as("jobs that did not meet their fate").isEmpty();
    }

    private void assertDaytonaHasExactlyWhatRuns() {
        assertThat(midori.sandboxesAtDaytona())
                .as("sandboxes at Daytona")
                .containsExactlyInAnyOrderElementsOf(idsThatRun());
    }

    private Set<String> idsThatRun() {
        return jobs.entrySet().stream()
                .filter(this::runs)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean runs(Map.Entry<String, Job> job) {
        return job.getValue().fate().status.equals("running") && !givenUp.contains(job.getKey());
    }

    /** Of the jobs that succeeded. An upload may run twice, and a script says how often the network fails. */
    private List<String> repeatedEffects() {
        var effects = midori.effects();
        return jobs.entrySet().stream()
                .filter(this::runs)
                .flatMap(job -> repeated(job.getKey(), job.getValue().fate(), effects.path(job.getKey())).stream())
                .toList();
    }

    private static List<String> repeated(String id, Fate fate, JsonNode effects) {
        var wrong = new ArrayList<String>();
        var installs = fate == Fate.RUNS_AFTER_THE_NETWORK_FAILED_ONCE ? 2 : 1;
        var wanted = Map.of("create", 1, "npm install", installs, "npm run build", 1, "npm run dev", 1);
        wanted.forEach((words, times) -> {
            var seen = effects.propertyStream()
                    .filter(effect -> effect.getKey().contains(words))
                    .mapToInt(effect -> effect.getValue().asInt())
                    .sum();
            if (seen != times) {
                wrong.add("%s: %s %d times instead of %d".formatted(id, words, seen, times));
            }
        });
        return wrong;
    }

    private static Map<String, Long> depths() {
        return midori.rabbit().depths().entrySet().stream()
                .filter(queue -> queue.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void report(Duration took) {
        var ended = new EnumMap<Fate, Long>(Fate.class);
        jobs.values().forEach(job -> ended.merge(job.fate(), 1L, Long::sum));
        var resumes = resumeTimes().stream().sorted().toList();
        var taken =
                midori.logs().lines().filter(line -> line.contains("job taken")).count();
        var there = midori.sandboxesAtDaytona();
        var wanted = idsThatRun();
        System.out.printf(
                "crash suite: %d jobs in %d s: %s, %d unreadable; %d kills, %d claims (%d of them resumed or retried)%n",
                JOBS, took.toSeconds(), ended, UNREADABLE, kills.size(), taken, taken - JOBS);
        System.out.printf(
                "crash suite: duplicates %d, leaks %d, losses %d; %d resumes after a kill, median %d ms, worst %d ms%n",
                repeatedEffects().size(),
                there.stream().filter(id -> !wanted.contains(id)).count(),
                wanted.stream().filter(id -> !there.contains(id)).count(),
                resumes.size(),
                resumes.isEmpty() ? 0 : resumes.get(resumes.size() / 2).toMillis(),
                resumes.isEmpty() ? 0 : resumes.getLast().toMillis());
        assertThat(resumes).as("jobs that a killed worker held").isNotEmpty();
        assertThat(resumes.get(resumes.size() / 2))
                .as("median from kill to resume")
                .isLessThan(Duration.ofSeconds(10));
    }

    /** For each job that a killed worker held: when another took it. */
    private List<Duration> resumeTimes() {
        var taken = new ConcurrentLinkedQueue<JobLog.Line>();
        midori.everyWorker()
                .forEach(worker -> JobLog.of(worker).lines().stream()
                        .filter(JobLog.Line::isTaken)
                        .forEach(taken::add));
        return kills.stream()
                .flatMap(kill -> kill.held().stream()
                        .flatMap(id -> taken.stream()
                                .filter(line ->
                                        line.sandboxId().equals(id) && line.at().isAfter(kill.at()))
                                .map(line -> Duration.between(kill.at(), line.at()))
                                .min(Duration::compareTo)
                                .stream()))
                .toList();
    }
}
