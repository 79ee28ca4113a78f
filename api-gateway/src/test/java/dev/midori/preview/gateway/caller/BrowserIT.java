package dev.midori.preview.gateway.caller;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Untrusted previews run in the browser that calls us. */
@ExtendWith(OneGateway.class)
class BrowserIT {
    private final GatewayUnderTest gateway;
    private final Http http;

    BrowserIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example:%d", "3000-sb.localhost:%d"})
    void aNameThatOnlyLeadsHereIsRefused(String host) {
        var answer = http.raw("GET /test HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(host.formatted(gateway.port())));

        assertThat(answer).startsWith("HTTP/1.1 403").contains("\"code\":\"FORBIDDEN\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:%d", "[::1]"})
    void ourOwnNamesAreFine(String host) {
        var answer = http.raw("GET /test HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(host.formatted(gateway.port())));

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void anotherPageMayNotCallNotEvenByBeacon() {
        var foreign = "http://3000-sb.localhost:3987";

        assertThat(http.post(DAYTONA, CREATE, "Origin", foreign).text("code")).isEqualTo("FORBIDDEN");
        assertThat(http.post(DAYTONA + "/heartbeat", "{}", "Content-Type", "text/plain", "Origin", foreign)
                        .status())
                .isEqualTo(403);
        assertThat(http.post(DAYTONA + "/stop", "{}", "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(http.get(DAYTONA + "/status", "Sec-Fetch-Site", "same-site").status())
                .isEqualTo(403);
        assertThat(gateway.all(Queues.PROVISION)).isEmpty();
    }

    @Test
    void anAddressInDisguiseIsTheSameAddress() {
        var answer = http.post(
                "/%61pi/preview/daytona/heartbeat",
                "{}",
                "Content-Type",
                "text/plain",
                "Origin",
                "http://3000-x.localhost:3987",
                "Sec-Fetch-Site",
                "cross-site");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("code")).isEqualTo("FORBIDDEN");
    }

    @Test
    void ourOwnPageMayCall() {
        var own = "http://127.0.0.1:" + gateway.port();

        var answer =
                http.post(DAYTONA, CREATE, "Prefer", "respond-async", "Origin", own, "Sec-Fetch-Site", "same-origin");

        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void aListedPageMayCallAndReadTheAnswer() {
        var listed = "https://midori.example";

        var preflight = http.send(
                        "OPTIONS",
                        DAYTONA,
                        BodyPublishers.noBody(),
                        "Origin",
                        listed,
                        "Access-Control-Request-Method",
                        "DELETE",
                        "Access-Control-Request-Headers",
                        "content-type,prefer")
                .join();
        var answer =
                http.post(DAYTONA, CREATE, "Prefer", "respond-async", "Origin", listed, "Sec-Fetch-Site", "cross-site");

        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).hasValue(listed);
        assertThat(preflight.header("Access-Control-Allow-Methods").orElse("")).contains("DELETE");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Access-Control-Allow-Origin")).hasValue(listed);
    }

    @Test
    void aPreflightOfAnotherPageIsRefused() {
        var answer = http.send(
                        "OPTIONS",
                        DAYTONA,
                        BodyPublishers.noBody(),
                        "Origin",
                        "http://evil.example",
                        "Access-Control-Request-Method",
                        "POST")
                .join();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
}
