package dev.midori.preview.gateway.docs;

import static dev.midori.preview.gateway.Http.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.gateway.problem.Code;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The description as such; that it is true is seen with every answer that any test receives. */
@ExtendWith(OneGateway.class)
class DocumentIT {
    private static final String DOCUMENT = "/v3/api-docs";

    private final Http http;

    DocumentIT(GatewayUnderTest gateway) {
        this.http = gateway.http();
    }

    private JsonNode document() {
        return http.get(DOCUMENT).json();
    }

    @Test
    void everyCallIsDescribedAndNothingElse() {
        var paths = document().path("paths");

        assertThat(document().path("openapi").asString()).startsWith("3.1");
        Map.of(
                        "/api/preview/daytona", new String[] {"get", "post", "put", "delete"},
                        "/api/preview/daytona/status", new String[] {"get"},
                        "/api/preview/daytona/heartbeat", new String[] {"post"},
                        "/api/preview/daytona/stop", new String[] {"post"},
                        "/api/preview/daytona/events", new String[] {"get"},
                        "/api/preview/daytona/logs", new String[] {"get"},
                        "/api/preview/daytona/files", new String[] {"get"},
                        "/api/preview/daytona/partial", new String[] {"patch"},
                        "/api/preview/usage", new String[] {"get", "post"})
                .forEach((path, methods) ->
                        assertThat(paths.path(path).propertyNames()).as(path).containsExactlyInAnyOrder(methods));
        assertThat(paths.propertyNames()).allMatch(path -> path.startsWith("/api/"));
        assertThat(document().toString()).doesNotContain("dev.midori", "\"Caller\"");
    }

    @Test
    void everyRefusalHasAnExample() {
        var examples = document().path("components").path("examples");

        assertThat(Arrays.stream(Code.values()))
                .allSatisfy(code -> assertThat(examples.path(code.name())
                                .path("value")
                                .path("code")
                                .asString())
                        .isEqualTo(code.name()));
        document()
                .path("paths")
                .forEach(path -> path.forEach(operation -> assertThat(operation
                                .path("responses")
                                .path("default")
                                .path("content")
                                .has("application/problem+json"))
                        .isTrue()));
    }

    @Test
    void whatBodiesAreForIsShown() {
        var create = document().path("paths").path("/api/preview/daytona").path("post");

        assertThat(create.path("requestBody").toString()).contains("CreateRequest", "package.json");
        assertThat(create.path("responses").propertyNames()).contains("200", "202", "default");
        assertThat(http.createAsync(CREATE).status()).isEqualTo(202);
    }

    @Test
    void theReaderIsServedFromHere() {
        var page = http.get("/docs");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().body()).doesNotContain("https://", "http://");
        for (var part : new String[] {
            "/docs/docs.js", "/webjars/swagger-ui/swagger-ui-bundle.js", "/webjars/swagger-ui/swagger-ui.css"
        }) {
            assertThat(page.response().body()).contains(part);
            assertThat(http.get(part).status()).as(part).isEqualTo(200);
        }
        assertThat(http.get("/docs/docs.js").response().body()).contains(DOCUMENT);
    }
}
