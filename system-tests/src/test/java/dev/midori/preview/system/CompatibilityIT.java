package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.UserId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Both generations of the frontend, in the JavaScript that they are written in, against the whole system. */
@Order(4)
class CompatibilityIT {
    private static MidoriSystem midori;
    private static Service held;
    private static Service polled;

    @BeforeAll
    static void start() {
        midori = MidoriSystem.simulated(
                Map.of(),
                "--local-daytona.simulation.install.min=400ms",
                "--local-daytona.simulation.install.max=600ms",
                "--local-daytona.simulation.build.min=400ms",
                "--local-daytona.simulation.build.max=600ms");
        var worker = MidoriSystem.begin(() -> midori.startWorker(Map.of()));
        var waits = MidoriSystem.begin(() -> midori.startGateway(Map.of()));
        polled = midori.startGateway(Map.of("PREVIEW_API_CREATEWAIT", "0s"));
        held = waits.join();
        worker.join();
    }

    @AfterAll
    static void stop() {
        midori.close();
    }

    private static String run(String client, Map<String, String> variables) throws IOException, InterruptedException {
        var script = Service.root().resolve("system-tests/src/test/js").resolve(client);
        var log = Files.createTempFile("midori-", client + ".log");
        var node = new ProcessBuilder("node", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        node.environment().putAll(variables);
        var process = node.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(client).isTrue();
            var said = Files.readString(log);
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
            Files.delete(log);
        }
    }

    @Test
    void theFirstGenerationWorksUnchanged() throws Exception {
        var said = run("generation1.mjs", Map.of("GATEWAYS", address(polled), "POLL_MILLIS", "200"));

        assertThat(said).contains("7 scenarios");
    }

    /** Spread over two gateways, which know of each other's doings by Redis and the broker alone. */
    @Test
    void theSecondGenerationWorksUnchanged() throws Exception {
        var said =
                run("generation2.mjs", Map.of("GATEWAYS", address(held) + "," + midori.url(""), "BEAT_MILLIS", "700"));

        assertThat(said).contains("10 scenarios");
        assertThat(midori.logs()).doesNotContain("a request failed unexpectedly");
    }

    private static String address(Service gateway) {
        return gateway.url("").toString();
    }

    @Test
    void aDayThatIsUsedUpEndsThePreviewWithinTenSeconds() {
        spend("late", Duration.ofMinutes(60).minusSeconds(4));
        var project = Map.of(
                "projectId", "cafe", "files", List.of(Map.of("path", "package.json", "content", "{\"name\":\"a\"}")));
        var id = midori.createFor("late", project).json().path("sandboxId").asString();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> midori.statusFor("late", id).path("status").asString(), "running"::equals);
        var ran = Clock.systemUTC().instant();

        await().atMost(Duration.ofSeconds(14))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> midori.statusFor("late", id).path("endedBecause").asString(""), "quota"::equals);

        assertThat(Duration.between(ran, Clock.systemUTC().instant())).isLessThan(Duration.ofSeconds(14));
        var refused = midori.createFor("late", project);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.json().path("code").asString()).isEqualTo("QUOTA_EXCEEDED");
        assertThat(Instant.parse(refused.json().path("resetAt").asString())).isAfter(ran);
        var usage = midori.usageFor("late");
        assertThat(usage.path("remainingSeconds").asInt()).isZero();
        assertThat(usage.path("usageToday").asInt()).isBetween(3600, 3615);
    }

    private static void spend(String user, Duration time) {
        var today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
        try (var redis = new Jedis(URI.create(midori.redis().url()))) {
            redis.set(
                    "preview:{p%s}:usage:%s:%s"
                            .formatted(Partition.of(new UserId(user)).digits(), user, today),
                    Long.toString(time.toSeconds()));
        }
    }
}
