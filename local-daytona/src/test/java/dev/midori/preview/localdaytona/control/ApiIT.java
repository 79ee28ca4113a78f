package dev.midori.preview.localdaytona.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.localdaytona.ServerUnderTest;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole API on simulated sandboxes. */
class ApiIT {
    private static ServerUnderTest server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = ServerUnderTest.start("simulated", folder, "--local-daytona.admin=true");
    }

    @AfterAll
    static void stop() {
        try {
            assertThat(server.answersUnlikeDaytona()).isEmpty();
        } finally {
            server.close();
        }
    }

    @AfterEach
    void clear() {
        server.http().delete("/admin/faults");
        server.http()
                .get("/api/sandbox")
                .json()
                .path("items")
                .forEach(item ->
                        server.http().delete("/api/sandbox/" + item.path("id").asString()));
        await().until(() ->
                server.http().get("/api/sandbox").json().path("items").isEmpty());
        server.http().delete("/admin/effects");
    }

    @Test
    void aSandboxHasAllThatItsReadersNeed() {
        var sandbox = server.create(
                Map.of("name", "one", "labels", Map.of("app", "midori"), "env", Map.of("A", "b"), "ttlMinutes", 60));

        assertThat(sandbox.path("name").asString()).isEqualTo("one");
        assertThat(sandbox.path("state").asString()).isEqualTo("started");
        assertThat(sandbox.path("labels").path("app").asString()).isEqualTo("midori");
        assertThat(sandbox.path("env").path("A").asString()).isEqualTo("b");
        assertThat(sandbox.path("toolboxProxyUrl").asString()).endsWith("/toolbox");
        assertThat(sandbox.path("autoDestroyAt").asString()).isNotBlank();
        assertThat(List.of("organizationId", "user", "target", "cpu", "gpu", "memory", "disk", "public"))
                .allSatisfy(field -> assertThat(sandbox.has(field)).as(field).isTrue());
    }

    @Test
    void aNameThatIsTakenIsAConflict() {
        server.create("one");

        var second = server.http().post("/api/sandbox", Map.of("name", "one"));

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("message").asString()).contains("already exists");
        assertThat(second.json().path("statusCode").asInt()).isEqualTo(409);
    }

    @Test
    void whatIsGoneIsNotFound() {
        var id = server.create("one").path("id").asString();

        assertThat(server.http().delete("/api/sandbox/one").status()).isEqualTo(200);

        await().until(() -> server.stateOf(id).equals("gone"));
        assertThat(server.http().delete("/api/sandbox/" + id).status()).isEqualTo(404);
        assertThat(server.http().get("/toolbox/" + id + "/work-dir").status()).isEqualTo(401);
    }

    @Test
    void badRequestsAreToldApart() {
        server.create("one");

        assertThat(server.http()
                        .post("/api/sandbox", Map.of("autoStopInterval", -1))
                        .status())
                .isEqualTo(400);
        assertThat(server.http().post("/api/sandbox", "not an object").status()).isEqualTo(400);
        assertThat(server.http().get("/api/sandbox?labels=nonsense").status()).isEqualTo(400);
        assertThat(server.http().get("/api/sandbox?limit=0").status()).isEqualTo(400);
        assertThat(server.http().get("/api/sandbox?sort=size").status()).isEqualTo(400);
        assertThat(server.http().get("/api/sandbox?cursor=nonsense").status()).isEqualTo(400);
        assertThat(server.http().get("/api/sandbox/one/ports/0/preview-url").status())
                .isEqualTo(400);
        assertThat(server.http()
                        .get("/api/sandbox/one/ports/3000/signed-preview-url?expiresInSeconds=86401")
                        .status())
                .isEqualTo(400);
        assertThat(server.http().get("/api/nothing").status()).isEqualTo(404);
    }

    @Test
    void onlyTheKeyOpensTheApi() {
        assertThat(server.http().getWithoutKey("/api/sandbox").status()).isEqualTo(401);
        assertThat(server.http()
                        .getWithoutKey("/api/sandbox", "Authorization", "Bearer wrong")
                        .status())
                .isEqualTo(401);
        assertThat(server.http().getWithoutKey("/api/health").status()).isEqualTo(200);
    }

    @Test
    void aSandboxsTokenOpensItsToolboxAndNoOther() {
        var one = server.create("one").path("id").asString();
        var two = server.create("two").path("id").asString();
        var token = server.http()
                .get("/api/sandbox/one/ports/3000/preview-url")
                .json()
                .path("token")
                .asString();

        var header = "X-Daytona-Preview-Token";
        assertThat(server.http()
                        .getWithoutKey("/toolbox/%s/work-dir".formatted(one), header, token)
                        .status())
                .isEqualTo(200);
        assertThat(server.http()
                        .getWithoutKey("/toolbox/%s/work-dir?DAYTONA_SANDBOX_AUTH_KEY=%s".formatted(one, token))
                        .status())
                .isEqualTo(200);
        assertThat(server.http()
                        .getWithoutKey("/toolbox/%s/work-dir".formatted(two), header, token)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aListIsPagedOverWithoutMissingOrRepeatingAny() {
        for (int i = 0; i < 7; i++) {
            server.create(Map.of("name", "s" + i, "labels", Map.of("app", "midori", "n", Integer.toString(i % 2))));
        }
        var labels = URLEncoder.encode("{\"app\":\"midori\"}", StandardCharsets.UTF_8);
        var question = "/api/sandbox?sort=createdAt&order=asc&limit=3&labels=" + labels;
        var names = new ArrayList<String>();
        for (var cursor = ""; cursor != null; ) {
            var page = server.http().get(question + "&cursor=" + cursor).json();
            page.path("items").forEach(item -> {
                names.add(item.path("name").asString());
                assertThat(item.has("env")).isFalse();
            });
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : page.path("nextCursor").asString();
        }

        assertThat(names).containsExactly("s0", "s1", "s2", "s3", "s4", "s5", "s6");
        var odd = URLEncoder.encode("{\"app\":\"midori\",\"n\":\"1\"}", StandardCharsets.UTF_8);
        assertThat(server.http()
                        .get("/api/sandbox?labels=" + odd)
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void aSessionTakesItsIdOnceAndEndsOnce() {
        var id = server.create("one").path("id").asString();
        var sessions = "/toolbox/%s/process/session".formatted(id);

        assertThat(server.http().post(sessions, Map.of("sessionId", "s")).status())
                .isEqualTo(201);
        assertThat(server.http().post(sessions, Map.of("sessionId", "s")).status())
                .isEqualTo(409);
        assertThat(server.http()
                        .post(sessions, Map.of("sessionId", "entrypoint"))
                        .status())
                .isEqualTo(400);
        assertThat(server.http()
                        .post(sessions + "/none/exec", Map.of("command", "ls"))
                        .status())
                .isEqualTo(404);
        var blank = server.http().post(sessions + "/s/exec", Map.of("command", " "));
        assertThat(blank.status()).isEqualTo(400);
        assertThat(blank.body()).isEmpty();
        assertThat(server.http().delete(sessions + "/s").status()).isEqualTo(204);
        assertThat(server.http().delete(sessions + "/s").status()).isEqualTo(404);
    }

    @Test
    void aPrivatePreviewOpensToWhoeverMaySeeIt() {
        var id = server.create("one").path("id").asString();
        server.start(id, "dev", "npm run dev -- --port 3000");
        var link = server.http().get("/api/sandbox/one/ports/3000/preview-url").json();
        var url = link.path("url").asString();
        var token = link.path("token").asString();
        await().until(() -> server.http().preview(server.signedUrl(id, 3000)).status() == 200);

        assertThat(server.http().preview(url).status()).isEqualTo(401);
        assertThat(server.http().preview(url, "X-Daytona-Preview-Token", token).status())
                .isEqualTo(200);
        assertThat(server.http()
                        .preview(url + "?DAYTONA_SANDBOX_AUTH_KEY=" + token)
                        .status())
                .isEqualTo(200);
        assertThat(server.http()
                        .preview(url, "Authorization", "Bearer " + ServerUnderTest.KEY)
                        .status())
                .isEqualTo(200);
        server.http().post("/api/sandbox/one/public/true");
        assertThat(server.http().preview(url).status()).isEqualTo(200);
    }

    @Test
    void aRevokedLinkOpensNothing() {
        var id = server.create("one").path("id").asString();
        server.start(id, "dev", "npm run dev -- --port 3000");
        var url = server.signedUrl(id, 3000);
        await().until(() -> server.http().preview(url).status() == 200);

        var token = url.replaceFirst("http://3000-([a-z0-9]+)\\..*", "$1");
        server.http().post("/api/sandbox/one/ports/3000/signed-preview-url/%s/expire".formatted(token));

        assertThat(server.http().preview(url).status()).isEqualTo(401);
    }

    @Test
    void aPortWithNothingOnItIsABadGateway() {
        var id = server.create("one").path("id").asString();
        var url = server.signedUrl(id, 3100);

        assertThat(server.http().preview(url).status()).isEqualTo(502);
        assertThat(server.http().preview(url).body()).isEmpty();
        assertThat(server.http().preview(url, "Accept", "text/html").body()).contains("Nothing answers");
    }

    @Test
    void aFaultStrikesTheCallThatItIsFor() {
        server.http()
                .put(
                        "/admin/faults",
                        List.of(Map.of(
                                "operation",
                                "CREATE",
                                "times",
                                1,
                                "status",
                                429,
                                "headers",
                                Map.of("Retry-After-sandbox-create", "7"))));

        var refused = server.http().post("/api/sandbox", Map.of("name", "one"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after-sandbox-create")).isEqualTo("7");
        assertThat(server.stateOf("one")).isEqualTo("gone");
        server.create("one");
    }

    @Test
    void anOutageIsEveryCallsAndEndsByItself() {
        server.create("one");
        server.http().put("/admin/faults", List.of(Map.of("status", 503, "forMillis", 1_000)));

        assertThat(server.http().get("/api/sandbox/one").status()).isEqualTo(503);
        assertThat(server.http()
                        .put("/api/sandbox/one/labels", Map.of("labels", Map.of()))
                        .status())
                .isEqualTo(503);
        assertThat(server.http().get("/toolbox/any/work-dir").status()).isEqualTo(503);
        assertThat(server.http().get("/api/health").status()).isEqualTo(200);

        await().until(() -> server.stateOf("one").equals("started"));
    }

    @Test
    void aFaultThatCanNotBeIsRefusedInWords() {
        var refused = server.http().put("/admin/faults", List.of(Map.of("status", 503, "forMillis", -1)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").asString()).contains("forMillis");
        assertThat(server.http().put("/admin/faults", "nonsense").status()).isEqualTo(400);
        assertThat(server.http().get("/admin/faults").json()).isEmpty();
    }

    @Test
    void aCreateMaySucceedWithoutItsAnswerEverArriving() {
        server.http()
                .put("/admin/faults", List.of(Map.of("operation", "CREATE", "times", 1, "works", true, "drop", true)));

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> server.http().post("/api/sandbox", Map.of("name", "one")));

        await().until(() -> server.stateOf("one").equals("started"));
    }

    @Test
    void whatWasDoneIsCountedForEachSandbox() {
        var id = server.create("one").path("id").asString();
        server.http().upload("/toolbox/%s/files/bulk-upload".formatted(id), Map.of("app/a", "1", "app/b", "2"));
        server.start(id, "i", "npm install");

        var counted = server.http().get("/admin/effects").json();

        var effects = new HashSet<>(counted.path("effects").path("one").propertyNames());
        assertThat(effects).contains("create", "upload", "run: npm install");
        assertThat(counted.path("calls").path("UPLOAD").asInt()).isEqualTo(1);
    }
}
