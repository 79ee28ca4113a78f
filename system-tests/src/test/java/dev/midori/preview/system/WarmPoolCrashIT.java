package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.testing.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that are lost, and state that is, while sandboxes of the warm pool change hands. */
class WarmPoolCrashIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SIZE = 3;

    private TemporaryFolder folder;
    private MidoriSystem midori;

    @BeforeEach
    void start() throws IOException {
        folder = TemporaryFolder.create("templates");
        var template = folder.path().resolve("page.json");
        Files.writeString(template, Http.JSON.writeValueAsString(project("template")));
        midori = MidoriSystem.simulated(
                Map.of(
                        "PREVIEW_POOL_ENABLED", "true",
                        "PREVIEW_POOL_TEMPLATES_0_NAME", "page",
                        "PREVIEW_POOL_TEMPLATES_0_PROJECT", template.toUri().toString(),
                        "PREVIEW_POOL_TEMPLATES_0_SIZE", Integer.toString(SIZE),
                        "PREVIEW_POOL_REFILLINTERVAL", "1s",
                        "PREVIEW_CLEANUP_DUEINTERVAL", "500ms",
                        "PREVIEW_CLEANUP_SYNCGRACE", "2s",
                        "PREVIEW_WORKER_LEASE", "5s",
                        "PREVIEW_BUILDMODE", "skip",
                        "PREVIEW_CLEANUP_IDLETIMEOUT", "2h"),
                "--local-daytona.simulation.start.min=50ms",
                "--local-daytona.simulation.start.max=200ms",
                "--local-daytona.simulation.install.min=500ms",
                "--local-daytona.simulation.install.max=1s",
                "--local-daytona.simulation.serve.min=50ms",
                "--local-daytona.simulation.serve.max=200ms");
        midori.startWorker(Map.of());
        awaitReady();
    }

    @AfterEach
    void stop() {
        midori.close();
        folder.close();
    }

    private static Map<String, Object> project(String id) {
        return Map.of(
                "projectId",
                id,
                "files",
                List.of(
                        Map.of(
                                "path",
                                "package.json",
                                "content",
                                "{\"scripts\":{\"dev\":\"vite\"},\"dependencies\":{\"react\":\"19.3.1\"}}"),
                        Map.of("path", "simulation.json", "content", "{}"),
                        Map.of("path", "src/main.js", "content", "export default '%s'".formatted(id))));
    }

    private void awaitReady() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> midori.api("/api/preview/ops/pool")
                                .json()
                                .path("templates")
                                .path(0)
                                .path("ready")
                                .asInt()
                        == SIZE);
    }

    private String asked(String user) {
        var answer = midori.createFor(user, project(user));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer.json().path("sandboxId").asString();
    }

    private void awaitRunning(String user, String id) {
        await().atMost(PATIENCE)
                .until(() ->
                        midori.statusFor(user, id).path("status").asString().equals("running"));
    }

    private String daytonaIdOf(String user, String id) {
        return midori.statusFor(user, id).path("daytonaSandboxId").asString();
    }

    private void awaitLeft(int previews) {
        awaitReady();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).hasSize(SIZE + previews));
    }

    @Test
    void aWorkerThatIsLostWhileLabelsChangeIsFollowedByAnother() {
        midori.faults(List.of(Map.of("operation", "LABELS", "rate", 1, "delayMillis", 60_000)));
        var id = asked("anna");
        await().pollDelay(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() ->
                        midori.statusFor("anna", id).path("status").asString().equals("creating"));

        midori.crash(midori.workers().getFirst());
        midori.faults(List.of());
        midori.startWorker(Map.of());

        awaitRunning("anna", id);
        assertThat(midori.effects().path(id).isMissingNode())
                .as("it came to one that waited")
                .isTrue();
        awaitLeft(1);
    }

    @Test
    void manyAtOnceHaveOneEachAndNoneIsLeftOver() {
        var ids = IntStream.range(0, 8).mapToObj(n -> asked("user-" + n)).toList();

        IntStream.range(0, 8).forEach(n -> awaitRunning("user-" + n, ids.get(n)));

        var places = new HashSet<String>();
        IntStream.range(0, 8).forEach(n -> places.add(daytonaIdOf("user-" + n, ids.get(n))));
        assertThat(places).hasSize(8);
        awaitLeft(8);
        IntStream.range(0, 8).forEach(n -> midori.stopFor("user-" + n, ids.get(n)));
        awaitLeft(0);
    }

    @Test
    void afterATotalLossOfRedisPreviewsAreBackAndWhatWaitedIsReplaced() {
        var id = asked("anna");
        awaitRunning("anna", id);
        var place = daytonaIdOf("anna", id);
        awaitReady();
        var waited = new HashSet<>(midori.sandboxesAtDaytona());

        midori.redis().flush();

        await().atMost(PATIENCE).until(() -> midori.askFor("anna", id).statusCode() == 200);
        assertThat(daytonaIdOf("anna", id)).isEqualTo(place);
        awaitLeft(1);
        waited.retainAll(midori.sandboxesAtDaytona());
        assertThat(waited).as("anna's alone is what there was").hasSize(1);
    }
}
