package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/** Redis and Daytona, after one of them has lost something. */
class SyncIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> SETTINGS = Map.of(
            "PREVIEW_CLEANUP_DUEINTERVAL", "500ms",
            "PREVIEW_CLEANUP_SYNCGRACE", "2s",
            "PREVIEW_LIMITS_MAXUSAGEPERDAY", "24h");

    private static MidoriSystem midori;
    private final Random random = new Random(3);

    @BeforeAll
    static void start() {
        midori = MidoriSystem.simulated(
                SETTINGS,
                "--local-daytona.simulation.start.min=50ms",
                "--local-daytona.simulation.start.max=200ms",
                "--local-daytona.simulation.install.min=50ms",
                "--local-daytona.simulation.install.max=200ms",
                "--local-daytona.simulation.build.min=50ms",
                "--local-daytona.simulation.build.max=200ms",
                "--local-daytona.simulation.serve.min=50ms",
                "--local-daytona.simulation.serve.max=200ms");
        midori.startWorker(Map.of());
    }

    @AfterAll
    static void stop() {
        midori.close();
    }

    private static String started(String user, String project) {
        var answer = midori.createFor(
                user,
                Map.of(
                        "projectId",
                        project,
                        "files",
                        List.of(
                                Map.of("path", "package.json", "content", "{\"name\":\"%s\"}".formatted(project)),
                                Map.of("path", "simulation.json", "content", "{}"))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer.json().path("sandboxId").asString();
    }

    private static JsonNode running(String user, String id) {
        return await().atMost(PATIENCE)
                .until(
                        () -> midori.statusFor(user, id),
                        status -> status.path("status").asString("").equals("running"));
    }

    private Map<String, String> labels(String id, String user) {
        return Map.of(
                "midori.sandbox-id",
                id,
                "midori.user-id",
                user,
                "midori.project-id",
                "forgotten",
                "midori.created-at",
                Clock.systemUTC().instant().toString(),
                "midori.environment",
                "local");
    }

    private String newId(String user) {
        return SandboxId.next(new UserId(user), Clock.systemUTC().instant(), random)
                .value();
    }

    @Test
    void afterATotalLossOfRedisEveryLivePreviewIsBack() {
        var before = new HashMap<String, JsonNode>();
        var ids = new HashMap<String, String>();
        IntStream.range(0, 6).mapToObj(n -> "user-" + n).forEach(user -> ids.put(user, started(user, "cafe-" + user)));
        ids.forEach((user, id) -> before.put(user, running(user, id)));

        midori.redis().flush();

        var answers = new HashSet<Integer>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            var answer = midori.askFor("user-0", ids.getOrDefault("user-0", ""));
            answers.add(answer.statusCode());
            return answer.statusCode() == 200;
        });
        assertThat(answers).as("never says that it doesn't exist").isSubsetOf(200, 503);
        ids.forEach((user, id) -> {
            var now = running(user, id);
            for (var field : List.of("sandboxId", "projectId", "token", "privateUrl", "daytonaSandboxId")) {
                assertThat(now.path(field))
                        .as(field)
                        .isEqualTo(Objects.requireNonNull(before.get(user)).path(field));
            }
            assertThat(now.path("aliveBecause").asString()).isIn("adopted", "status");
            assertThat(Http.getPreview(now.path("url").asString(), Map.of()).statusCode())
                    .isEqualTo(200);
            assertThat(midori.beatFor(user, id).statusCode()).isEqualTo(202);
            assertThat(midori.createFor(
                                    user,
                                    Map.of(
                                            "projectId",
                                            "another",
                                            "files",
                                            List.of(Map.of("path", "a", "content", ""))))
                            .statusCode())
                    .as("the limit holds")
                    .isEqualTo(429);
        });
        assertThat(midori.sandboxesAtDaytona()).containsAll(ids.values());
        var newFiles = midori.createFor(
                "user-0",
                Map.of("projectId", "cafe-user-0", "files", List.of(Map.of("path", "package.json", "content", "{}"))));
        assertThat(newFiles.json().path("sandboxId").asString())
                .as("still the project's")
                .isEqualTo(ids.get("user-0"));
        ids.forEach(midori::stopFor);
        await().atMost(PATIENCE)
                .until(() -> midori.sandboxesAtDaytona().stream().noneMatch(ids::containsValue));
    }

    @Test
    void oneThatCanNotBeTakenInAfterALossIsTriedAgainAndKeepsNobodyElseWaiting() {
        var id = started("ines", "cafe");
        var other = started("jan", "cafe");
        running("ines", id);
        running("jan", other);
        var record = prefixOf(id) + "sandbox:" + id;
        try (var redis = new Jedis(URI.create(midori.redis().url()))) {
            redis.eval("redis.call('FLUSHALL') redis.call('SET', KEYS[1], 'no record')", List.of(record), List.of());

            running("jan", other);
            redis.del(record);
        }

        running("ines", id);
        midori.stopFor("ines", id);
        midori.stopFor("jan", other);
    }

    @Test
    void whatNobodyKnowsAndNobodySeesIsRemovedOnceTwoPassesAgree() {
        var known = started("anna", "cafe");
        running("anna", known);
        var orphan = newId("ben");
        midori.createAtDaytona(orphan, labels(orphan, "ben"));
        midori.createAtDaytona("stray", Map.of("midori.environment", "local"));
        midori.createAtDaytona("of-another-deployment", Map.of("midori.environment", "production"));
        var ended = started("cleo", "cafe");
        running("cleo", ended);
        midori.stopFor("cleo", ended);
        await().atMost(PATIENCE)
                .until(() -> midori.statusFor("cleo", ended)
                        .path("status")
                        .asString()
                        .equals("stopped"));
        midori.createAtDaytona(ended, labels(ended, "cleo"));
        midori.createAtDaytona("second-of-annas", labels(known, "anna"));

        var first = midori.cleanup("sync");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(first.json().path("result").path("suspects").asInt()).isEqualTo(4);
        assertThat(first.json().path("result").path("removed").asInt()).isZero();
        assertThat(midori.sandboxesAtDaytona()).contains(orphan, "stray", ended, "second-of-annas");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona())
                        .doesNotContain(orphan, "stray", ended, "second-of-annas")
                        .contains(known, "of-another-deployment"));
        assertThat(midori.statusFor("anna", known).path("status").asString()).isEqualTo("running");
    }

    @Test
    void manyThatNobodyKnowsAndThatDoNotAnswerWaitForAnHoursPasses() {
        var unknown = IntStream.range(0, 25).mapToObj(n -> newId("owner-" + n)).toList();
        for (int n = 0; n < unknown.size(); n++) {
            midori.createAtDaytona(unknown.get(n), labels(unknown.get(n), "owner-" + n));
        }
        midori.redis().flush();
        await().atMost(PATIENCE)
                .until(() -> midori.cleanup("sync")
                                .json()
                                .path("result")
                                .path("suspects")
                                .asInt()
                        >= unknown.size());

        // By the grace alone they would go within this time.
        await().during(Duration.ofSeconds(4))
                .atMost(PATIENCE)
                .until(() -> midori.sandboxesAtDaytona().containsAll(unknown));
        unknown.forEach(midori::deleteAtDaytona);
        await().atMost(PATIENCE)
                .until(() -> midori.sandboxesAtDaytona().stream().noneMatch(unknown::contains));
    }

    @Test
    void whatDaytonaHasNoMoreIsStopped() {
        var id = started("dora", "cafe");
        running("dora", id);

        midori.deleteAtDaytona(id);
        await().atMost(PATIENCE).until(() -> !midori.sandboxesAtDaytona().contains(id));
        midori.cleanup("sync");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(midori.statusFor("dora", id)
                                .path("endedBecause")
                                .asString())
                        .isEqualTo("vanished"));
        assertThat(midori.statusFor("dora", id).path("status").asString()).isEqualTo("stopped");
    }

    private static String prefixOf(String id) {
        return "preview:{p%s}:".formatted(new SandboxId(id).partition().digits());
    }

    /** As a failover does that loses the last second: the job's message is acknowledged, and the record tells of work under way. */
    private static void loseTheEndOfTheJob(String id) {
        var prefix = prefixOf(id);
        try (var redis = new Jedis(URI.create(midori.redis().url()))) {
            redis.hset(
                    prefix + "sandbox:" + id,
                    Map.of(
                            "status",
                            "building",
                            "step",
                            "starting",
                            "applied",
                            "0",
                            "leaseOwner",
                            "gone",
                            "leaseUntil",
                            "1",
                            "updatedAt",
                            "1"));
            redis.hdel(prefix + "sandbox:" + id, "url", "privateUrl", "token", "runningAt");
            redis.zrem(prefix + "liveness", id);
            redis.zrem(prefix + "running", id);
        }
    }

    @Test
    void aPreviewWhoseEndOfTheJobWasLostIsFoundToRunOnceTwoPassesAgree() {
        var id = started("emil", "cafe");
        var before = running("emil", id);
        loseTheEndOfTheJob(id);
        assertThat(midori.statusFor("emil", id).path("status").asString()).isEqualTo("building");

        var first = midori.cleanup("sync");

        assertThat(first.json().path("result").path("adopted").asInt()).isZero();
        var now = running("emil", id);
        assertThat(now.path("daytonaSandboxId")).isEqualTo(before.path("daytonaSandboxId"));
        assertThat(Http.getPreview(now.path("url").asString(), Map.of()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPreviewThatRunsIsNotEndedAsLate() {
        var id = started("fay", "cafe");
        running("fay", id);
        var waiting = started("gus", "cafe");
        running("gus", waiting);
        midori.deleteAtDaytona(waiting);
        await().atMost(PATIENCE).until(() -> !midori.sandboxesAtDaytona().contains(waiting));

        loseTheEndOfTheJob(id);
        makeLate(id, Duration.ZERO);
        loseTheEndOfTheJob(waiting);
        makeLate(waiting, Duration.ofMinutes(5));

        running("fay", id);
        await().atMost(PATIENCE)
                .until(() -> midori.statusFor("gus", waiting)
                        .path("code")
                        .asString("")
                        .equals("EXPIRED"));
    }

    /** And has been asked for at Daytona for so long. */
    private static void makeLate(String id, Duration asked) {
        var prefix = prefixOf(id);
        var now = Clock.systemUTC().instant();
        var fields = Map.of(
                "createdAt",
                Long.toString(now.minus(Duration.ofHours(1)).toEpochMilli()),
                "lateSince",
                Long.toString(now.minus(asked).toEpochMilli()));
        try (var redis = new Jedis(URI.create(midori.redis().url()))) {
            redis.hset(prefix + "sandbox:" + id, fields);
            redis.zadd(prefix + "due", 1, id);
        }
    }
}
