package dev.midori.preview.localdaytona.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.localdaytona.Http;
import dev.midori.preview.localdaytona.ServerUnderTest;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers, programs and strangers get of a preview, where the warning is switched on. */
class PreviewProxyIT {
    private static final String[] BROWSER = {
        "Accept", "text/html,*/*", "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0"
    };

    private static ServerUnderTest server;
    private static String id;
    private static String signed;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = ServerUnderTest.start("simulated", folder, "--local-daytona.preview-warning=true");
        id = server.create("one").path("id").asString();
        server.start(id, "dev", "npm run dev -- --port 3000");
        signed = server.signedUrl(id, 3000);
        await().until(() -> server.http().preview(signed).status() == 200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Http.Answer asBrowser(String url, String... more) {
        var headers = new String[BROWSER.length + more.length];
        System.arraycopy(BROWSER, 0, headers, 0, BROWSER.length);
        System.arraycopy(more, 0, headers, BROWSER.length, more.length);
        return server.http().preview(url, headers);
    }

    private static boolean isTheApp(Http.Answer answer) {
        return answer.status() == 200 && answer.body().contains("<h1>one</h1>");
    }

    @Test
    void aPersonIsWarnedUntilTheyAccept() {
        var warning = asBrowser(signed + "/deep?a=b");

        assertThat(warning.status()).isEqualTo(200);
        assertThat(warning.body()).contains("/accept-daytona-preview-warning?redirect=%2Fdeep%3Fa%3Db");
        assertThat(isTheApp(warning)).isFalse();
        assertThat(isTheApp(asBrowser(signed, "Cookie", "daytona-preview-page-accepted=true")))
                .isTrue();
    }

    @Test
    void acceptingLeadsBackToWhereOneWanted() {
        var accepted = server.http().previewPost(signed + "/accept-daytona-preview-warning?redirect=%2Fdeep%3Fa%3Db");

        assertThat(accepted.status()).isEqualTo(302);
        assertThat(accepted.header("location")).isEqualTo("/deep?a=b");
        assertThat(accepted.header("set-cookie")).startsWith("daytona-preview-page-accepted=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https%3A%2F%2Felsewhere.example", "%2F%2Felsewhere.example", "%2F%5Celsewhere.example"})
    void acceptingLeadsNowhereElse(String elsewhere) {
        var accepted = server.http().previewPost(signed + "/accept-daytona-preview-warning?redirect=" + elsewhere);

        assertThat(accepted.header("location")).isEqualTo("/");
    }

    @Test
    void programsAreNotWarned() {
        assertThat(isTheApp(server.http().preview(signed))).isTrue();
        assertThat(isTheApp(server.http().preview(signed, "User-Agent", "curl/8")))
                .isTrue();
        assertThat(isTheApp(asBrowser(signed, "X-Daytona-Skip-Preview-Warning", "true")))
                .isTrue();
    }

    @Test
    void aStrangersBrowserIsSentToTheLoginAndAProgramIsRefused() {
        for (var url : new String[] {
            "http://3000-%s.localhost:%d/deep".formatted(id, server.proxyPort()),
            "http://3000-nobody.localhost:%d/deep".formatted(server.proxyPort())
        }) {
            var sent = asBrowser(url);

            assertThat(sent.status()).isEqualTo(307);
            var login = sent.header("location");
            assertThat(login)
                    .matches(Pattern.compile("http://localhost:%d/login\\?redirect=http%%3A%%2F%%2F3000-.*%%2Fdeep"
                            .formatted(server.proxyPort())));
            assertThat(asBrowser(login).body()).contains("private, or gone");
            assertThat(server.http().preview(url).status()).isEqualTo(401);
        }
    }

    private static String lastActivity() {
        return server.http()
                .get("/api/sandbox/" + id)
                .json()
                .path("lastActivityAt")
                .asString();
    }

    @Test
    void lookingAtAPreviewIsUseUnlessTheRequestSaysThatItIsNot() {
        var before = lastActivity();

        server.http().preview(signed, "X-Daytona-Skip-Last-Activity-Update", "true");
        assertThat(lastActivity()).isEqualTo(before);

        server.http().preview(signed);
        assertThat(lastActivity()).isGreaterThan(before);
    }

    @Test
    void anAddressThatIsNoPreviewSaysSo() {
        var answer = asBrowser("http://localhost:%d/".formatted(server.proxyPort()));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("Not a preview");
    }
}
