package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.testing.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** A sandbox that waits with real packages in it, and the projects that come to it. Ordered, because each leaves something. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WarmPoolIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Its page is a file that may change under it, and tells whether the library is there. */
    private static final String SERVER = """
            import { createServer } from 'node:http'
            import { readFileSync } from 'node:fs'
            import isNumber from 'is-number'
            createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' })
                .end(`<!doctype html><title>page</title>${isNumber('5')} ${readFileSync('page.txt', 'utf8')}`))
              .listen(process.env.PORT, '0.0.0.0')
            """;

    /** What waited, by the preview that it became. */
    private static final Map<String, String> CLAIMED = new HashMap<>();

    private static TemporaryFolder folder;
    private static MidoriSystem midori;

    @BeforeAll
    static void start() throws IOException {
        folder = TemporaryFolder.create("templates");
        var template = folder.path().resolve("page.json");
        Files.writeString(template, Http.JSON.writeValueAsString(project("template", "template", "")));
        midori = MidoriSystem.counted(Map.of(
                "PREVIEW_POOL_ENABLED", "true",
                "PREVIEW_POOL_TEMPLATES_0_NAME", "page",
                "PREVIEW_POOL_TEMPLATES_0_PROJECT", template.toUri().toString(),
                "PREVIEW_POOL_TEMPLATES_0_SIZE", "1",
                "PREVIEW_POOL_REFILLINTERVAL", "1s",
                "PREVIEW_CLEANUP_DUEINTERVAL", "1s",
                "PREVIEW_BUILDMODE", "beside",
                "PREVIEW_CLEANUP_IDLETIMEOUT", "2h"));
        midori.startWorker(Map.of());
    }

    @AfterAll
    static void stop() {
        midori.close();
        folder.close();
    }

    private static Map<String, Object> project(String id, String page, String scripts) {
        return Map.of(
                "projectId",
                id,
                "files",
                List.of(
                        Map.of("path", "server.mjs", "content", SERVER),
                        Map.of("path", "page.txt", "content", page),
                        Map.of("path", "package.json", "content", """
                                {"name":"%s","scripts":{"dev":"node server.mjs"%s},"dependencies":{"is-number":"7.0.0"}}""".formatted(id, scripts))));
    }

    private static JsonNode pool() {
        return midori.api("/api/preview/ops/pool").json();
    }

    private static int ready() {
        return pool().path("templates").path(0).path("ready").asInt();
    }

    private static String awaitReady() {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ready() == 1 ? unclaimed() : Optional.<String>empty(), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<String> unclaimed() {
        return midori.sandboxesAtDaytona().stream()
                .filter(name -> !CLAIMED.containsValue(name))
                .findFirst();
    }

    private static String running(String user, Map<String, Object> project) {
        return midori.runningFor(user, project, PATIENCE);
    }

    private static String pageOf(String user, String id) {
        return Http.getPreview(midori.statusFor(user, id).path("previewUrl").asString(), Map.of())
                .body();
    }

    private static int installations(String sandbox) {
        return midori.effects()
                .path(sandbox)
                .propertyStream()
                .filter(effect -> effect.getKey().contains("npm install"))
                .mapToInt(effect -> effect.getValue().asInt())
                .sum();
    }

    @Test
    @Order(1)
    void aProjectComesToTheSandboxThatWaitsAndAnotherTakesItsPlace() {
        var waiting = awaitReady();
        assertThat(waiting).startsWith("sb_");

        var id = running("anna", project("annas", "of anna", ""));
        CLAIMED.put(id, waiting);

        assertThat(pageOf("anna", id)).contains("true of anna");
        assertThat(installations(waiting)).isEqualTo(1);
        assertThat(midori.effects().path(id).isMissingNode())
                .as("nothing was made for it")
                .isTrue();
        assertThat(midori.runInSandbox(waiting, "cat app/package.json")).contains("\"annas\"");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                midori.statusFor("anna", id).path("build").asString())
                        .isEqualTo("passed"));
        assertThat(awaitReady()).isNotEqualTo(waiting);
    }

    @Test
    @Order(2)
    void itsOwnerChangesItAndStopsItAsAnyOther() {
        var id = CLAIMED.keySet().iterator().next();
        var waiting = CLAIMED.get(id);

        var again = midori.createFor("anna", project("annas", "changed by anna", ""));
        assertThat(again.json().path("sandboxId").asString()).isEqualTo(id);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pageOf("anna", id)).contains("changed by anna"));
        assertThat(midori.stopFor("anna", id).statusCode()).isEqualTo(200);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).doesNotContain(waiting));
        // Daytona's word that nothing is left comes before the record says so.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                midori.statusFor("anna", id).path("status").asString())
                        .isEqualTo("stopped"));
        CLAIMED.clear();
    }

    @Test
    @Order(3)
    void aProjectWithAnotherDevServerIsBegunAnew() {
        awaitReady();

        var id = running("bob", project("bobs", "of bob", ",\"build\":\"echo built\""));
        assertThat(pageOf("bob", id)).contains("of bob");

        var other = new HashMap<>(project("carols", "of carol", ""));
        other.put(
                "files",
                List.of(
                        Map.of("path", "server.mjs", "content", SERVER),
                        Map.of("path", "page.txt", "content", "of carol"),
                        Map.of(
                                "path",
                                "package.json",
                                "content",
                                "{\"scripts\":{\"dev\":\"node ./server.mjs\"},\"dependencies\":{\"is-number\":\"7.0.0\"}}")));
        var cold = running("carol", other);
        assertThat(installations(cold)).isEqualTo(1);
        assertThat(midori.stopFor("bob", id).statusCode()).isEqualTo(200);
        assertThat(midori.stopFor("carol", cold).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(4)
    void nobodyCallsAsASlot() {
        var answer = midori.createFor("midori.pool:page:0", project("mine", "of nobody", ""));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_REQUEST").contains("midori.pool:");
    }

    @Test
    @Order(5)
    void aPoolThatIsPausedAndThenSwitchedOffLeavesNothing() {
        awaitReady();
        Http.post(midori.url("/api/preview/ops/pool/pause"), Map.of());
        assertThat(pool().path("on").asBoolean()).isFalse();

        var id = running("dave", project("daves", "of dave", ""));
        assertThat(midori.effects().path(id).isMissingNode())
                .as("what waits is handed out")
                .isTrue();
        await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> ready() == 0);
        midori.stopFor("dave", id);
        Http.post(midori.url("/api/preview/ops/pool/resume"), Map.of());
        awaitReady();

        midori.stopReapers();
        midori.startReaper(Map.of("PREVIEW_POOL_ENABLED", "false"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).isEmpty());
    }
}
