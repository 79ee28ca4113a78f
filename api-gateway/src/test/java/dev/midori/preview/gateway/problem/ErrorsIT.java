package dev.midori.preview.gateway.problem;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever goes wrong, and wherever, is told in one form. */
@ExtendWith(OneGateway.class)
class ErrorsIT {
    private final Http http;

    ErrorsIT(GatewayUnderTest gateway) {
        this.http = gateway.http();
    }

    private static void assertIsProblem(Http.Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(List.of("type", "title", "detail", "error", "hint"))
                .allSatisfy(field -> assertThat(answer.text(field)).as(field).isNotBlank());
        assertThat(answer.response().body())
                .doesNotContain("Exception", "dev.midori", "springframework", "apache", "jackson");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /nope,                              404, NOT_FOUND",
        "GET,    /api/preview/nope,                  404, NOT_FOUND",
        "GET,    /test/nope.js,                      404, NOT_FOUND",
        "GET,    /error,                             404, NOT_FOUND",
        "POST,   /api/preview/daytona/status,        405, METHOD_NOT_ALLOWED",
        "PUT,    /api/preview/daytona/status,        405, METHOD_NOT_ALLOWED",
        "PATCH,  /test,                              405, METHOD_NOT_ALLOWED",
        "POST,   /api/preview/daytona,               415, UNSUPPORTED_MEDIA_TYPE",
        "GET,    /api/preview/daytona/status,        400, MISSING_SANDBOX_ID",
        "GET,    /api/preview/%2F,                   400, INVALID_REQUEST",
    })
    void hasOneForm(String method, String path, int status, String code) {
        var answer = http.send(method, path, BodyPublishers.noBody()).join();

        assertIsProblem(answer, status, code);
    }

    @Test
    void whatACallerDoesNotAcceptIsToldInJsonAllTheSame() {
        assertIsProblem(http.get(DAYTONA + "/status", "Accept", "text/html"), 400, "MISSING_SANDBOX_ID");
        assertIsProblem(
                http.post(DAYTONA, CREATE, "Accept", "image/png", "Prefer", "respond-async"), 406, "NOT_ACCEPTABLE");
    }

    @Test
    void aMissingMethodIsNamedByThoseThereAre() {
        assertThat(http.post(DAYTONA + "/status", "{}").header("Allow")).hasValue("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a{b} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /test HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
                "GET /test HTTP/1.1\r\nConnection: close\r\n\r\n",
                "NONSENSE\r\n\r\n",
            })
    void whatIsNoRequestIsToldByTheContainerInTheSameForm(String request) {
        var answer = http.raw(request);

        assertThat(answer).startsWith("HTTP/1.1 400");
        var body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(answer).contains("application/problem+json");
        assertThat(JsonMapper.shared().readTree(body).path("code").asString()).isEqualTo("INVALID_REQUEST");
    }
}
