package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** The main job on real parts: broker, Redis, sandboxes, npm. Ordered, because a machine has one set of cores. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(3)
class ProvisionIT {
    private static final Duration IDLE = Duration.ofSeconds(12);
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
    private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at [\\w.$/]+\\(.*\\)$");

    private static final List<String> SECRETS = new ArrayList<>();
    private static MidoriSystem midori;

    @BeforeAll
    static void start() {
        midori = MidoriSystem.start(Map.of(
                "PREVIEW_CLEANUP_IDLE_TIMEOUT", IDLE.toSeconds() + "s",
                "PREVIEW_CLEANUP_IDLE_INTERVAL", "2s",
                "PREVIEW_CLEANUP_IDLE_COOLDOWN", "1s"));
        SECRETS.add(midori.daytonaKey());
    }

    @AfterAll
    static void stop() {
        midori.close();
    }

    private static void keepSecret(JsonNode status) {
        for (var field : List.of("url", "previewUrl", "token", "previewToken")) {
            var value = status.path(field).asString("");
            if (!value.isEmpty()) {
                SECRETS.add(value);
            }
        }
    }

    @Test
    @Order(1)
    void theSampleIsWhatItsSourcesSay() throws IOException, InterruptedException {
        var check = new ProcessBuilder("deploy/samples/pack", "--check")
                .directory(Service.root().toFile())
                .inheritIO()
                .start();

        assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).isZero();
    }

    @Test
    @Order(2)
    void theSampleRunsIsKeptAliveByHeartbeatsAndGoesWhenTheyStop() {
        var id = midori.create(MidoriSystem.sample("test-cafe.json"));
        var running = midori.awaitSettled(id);
        keepSecret(running);
        assertThat(running.path("status").asString()).as(running.toString()).isEqualTo("running");
        assertThat(midori.sandboxesAtDaytona()).containsExactly(id);

        var page = Http.getPreview(running.path("previewUrl").asString(), Map.of());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Midori Café");
        assertEveryAssetLoads(running.path("previewUrl").asString(), page.body());

        var until = System.nanoTime() + IDLE.multipliedBy(5).dividedBy(2).toNanos();
        await().atMost(IDLE.multipliedBy(4)).pollInterval(Duration.ofSeconds(2)).until(() -> {
            assertThat(midori.beat(id).statusCode()).isEqualTo(202);
            assertThat(Http.getPreview(running.path("previewUrl").asString(), Map.of())
                            .statusCode())
                    .isEqualTo(200);
            return System.nanoTime() > until;
        });

        await().atMost(IDLE.multipliedBy(4))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).isEmpty());
        await().untilAsserted(() ->
                assertThat(midori.status(id).path("status").asString()).isEqualTo("stopped"));
        assertThat(midori.status(id).path("endedBecause").asString()).isEqualTo("idle");
        assertThat(midori.beat(id).statusCode()).isEqualTo(404);
    }

    private static void assertEveryAssetLoads(String preview, String page) {
        var assets = ASSET.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(assets).isNotEmpty();
        assertThat(assets)
                .allSatisfy(path -> assertThat(Http.getPreview(preview.replaceFirst("/?$", "") + path, Map.of())
                                .statusCode())
                        .as(path)
                        .isEqualTo(200));
    }

    @Test
    @Order(3)
    void aProjectThatDoesNotBuildEndsWithTheCompilersMessage() {
        var id = midori.create(MidoriSystem.sample("broken-build.json"));

        var failed = midori.awaitSettled(id);

        assertThat(failed.path("status").asString()).isEqualTo("error");
        assertThat(failed.path("code").asString()).isEqualTo("BUILD_FAILED");
        assertThat(failed.path("hint").asString()).isNotBlank();
        assertThat(failed.toString()).contains("TS2322");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).isEmpty());
    }

    @Test
    @Order(4)
    void aCallerThatWaitsIsAnsweredWithTheRunningPreviewAndMayStopIt() {
        var answer = Http.post(midori.url("/api/preview/daytona"), MidoriSystem.sample("test-cafe.json"));
        keepSecret(answer.json());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.json().path("status").asString()).isEqualTo("running");
        var preview = answer.json().path("url").asString();
        assertThat(Http.getPreview(preview, Map.of()).statusCode()).isEqualTo(200);

        var id = answer.json().path("sandboxId").asString();
        assertThat(midori.stop(id).statusCode()).isEqualTo(200);
        assertThat(midori.stop(id).statusCode()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).isEmpty());
        assertThat(Http.getPreview(preview, Map.of()).statusCode()).isNotEqualTo(200);
    }

    @Test
    @Order(5)
    void aProjectThatIsStoppedWhileItInstallsLeavesNothing() {
        var id = midori.create(MidoriSystem.sample("test-cafe.json"));
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> midori.status(id).path("step").asString().equals("installing"));

        assertThat(midori.stop(id).statusCode()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).isEmpty());
        await().untilAsserted(() ->
                assertThat(midori.status(id).path("status").asString()).isEqualTo("stopped"));
    }

    @Test
    @Order(6)
    void nothingThatWasPrintedHoldsASecretOrAStackTrace() {
        var logs = midori.logs();

        assertThat(logs).isNotBlank();
        assertThat(SECRETS)
                .hasSizeGreaterThan(4)
                .allSatisfy(secret -> assertThat(logs.contains(secret))
                        .as("a secret of %d characters was printed", secret.length())
                        .isFalse());
        assertThat(STACK_TRACE
                        .matcher(logs)
                        .results()
                        .map(match -> match.group())
                        .limit(3))
                .isEmpty();
    }
}
