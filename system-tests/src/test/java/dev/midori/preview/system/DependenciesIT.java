package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Dependencies that are kept, with real npm in real sandboxes. Ordered, because each project finds what others have left. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(4)
class DependenciesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LIBRARY = "app/node_modules/is-number/index.js";

    /** Its page tells whether the library is there, and whether it is the one that it should be. */
    private static final String SERVER = """
            import { createServer } from 'node:http'
            import isNumber from 'is-number'
            const page = `<!doctype html><title>five</title>5 is ${isNumber('5') ? 'a' : 'no'} number`
            createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end(page))
              .listen(process.env.PORT, '0.0.0.0')
            """;

    private static MidoriSystem midori;

    @BeforeAll
    static void start() {
        midori = MidoriSystem.counted(Map.of(
                "PREVIEW_DEPENDENCIES_ENABLED", "true",
                "PREVIEW_DEPENDENCIES_SWEEPINTERVAL", "1s",
                "PREVIEW_BUILDMODE", "skip",
                "PREVIEW_CLEANUP_IDLETIMEOUT", "2h"));
        midori.startWorker(Map.of());
        midori.startWorker(Map.of());
    }

    @AfterAll
    static void stop() {
        midori.close();
    }

    private static String running(String user, String... scripts) {
        var id = midori.runningFor(
                user,
                Map.of(
                        "projectId",
                        user,
                        "files",
                        List.of(
                                Map.of("path", "server.mjs", "content", SERVER),
                                Map.of("path", "package.json", "content", """
                                        {"name":"%s","scripts":{"dev":"node server.mjs"%s},
                                         "dependencies":{"is-number":"7.0.0"}}""".formatted(
                                                user, String.join("", scripts))))),
                PATIENCE);
        var status = midori.statusFor(user, id);
        assertThat(Http.getPreview(status.path("previewUrl").asString(), Map.of())
                        .body())
                .contains("5 is a number");
        return id;
    }

    private static int installations(String sandbox) {
        return midori.effects()
                .path(sandbox)
                .propertyStream()
                .filter(effect -> effect.getKey().contains("npm install"))
                .mapToInt(effect -> effect.getValue().asInt())
                .sum();
    }

    private static String awaitSnapshot() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> midori.snapshotsAtDaytona().size() == 1);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> midori.sandboxesAtDaytona().stream().noneMatch(name -> name.startsWith("midori-")));
        return midori.snapshotsAtDaytona().getFirst();
    }

    @Test
    @Order(1)
    void theSecondProjectInstallsNothing() {
        var first = running("anna");
        assertThat(installations(first)).isEqualTo(1);
        awaitSnapshot();

        var second = running("bob");

        assertThat(installations(second)).isZero();
        assertThat(midori.runInSandbox(second, "cat app/package.json")).contains("\"bob\"");
        assertThat(midori.runInSandbox(second, "cd app && npm ls --omit=dev && echo whole"))
                .contains("whole");
    }

    @Test
    @Order(2)
    void noProjectChangesWhatAnotherGets() {
        var second = running("carol");
        midori.runInSandbox(second, "echo 'module.exports = () => false' > " + LIBRARY);
        assertThat(midori.runInSandbox(second, "cat " + LIBRARY)).contains("=> false");

        var third = running("dave");

        assertThat(installations(third)).isZero();
        assertThat(midori.runInSandbox(third, "cat " + LIBRARY)).doesNotContain("=> false");
    }

    @Test
    @Order(3)
    void aProjectWithAScriptThatRunsOnAnInstallIsInstalledForItself() {
        var own = running("erin", ",\"postinstall\":\"echo 1 > ran\"");

        assertThat(installations(own)).isEqualTo(1);
        assertThat(midori.runInSandbox(own, "cat app/ran")).contains("1");
    }

    @Test
    @Order(4)
    void aSnapshotThatHasVanishedIsMadeAnew() {
        var lost = awaitSnapshot();
        midori.deleteSnapshotAtDaytona(lost);

        var project = running("frank");

        assertThat(installations(project)).isEqualTo(1);
        assertThat(awaitSnapshot()).isNotEqualTo(lost);
        assertThat(installations(running("grace"))).isZero();
    }
}
