package dev.midori.preview.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneGateway.class)
class PageIT {
    private final Http http;

    PageIT(GatewayUnderTest gateway) {
        this.http = gateway.http();
    }

    @Test
    void theTestPageLoadsNothingFromElsewhere() {
        var page = http.get("/test");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.response().body())
                .contains("id=\"start\"", "id=\"stop\"", "id=\"status\"", "id=\"steps\"")
                .contains("id=\"preview-link\"", "id=\"log\"", "id=\"error\"")
                .doesNotContain("<style", "onclick", "http://", "https://");
    }

    @ParameterizedTest
    @CsvSource({
        "page.css,    text/css",
        "page.mjs,    text/javascript",
        "api.mjs,     text/javascript",
        "steps.mjs,   text/javascript",
        "favicon.svg, image/svg+xml",
        "sample.json, application/json"
    })
    void itsPartsAreThere(String name, String type) {
        var part = http.get("/test/" + name);

        assertThat(part.status()).isEqualTo(200);
        assertThat(part.header("Content-Type").orElse("")).startsWith(type);
        assertThat(part.header("Cache-Control").orElse("")).contains("no-cache");
    }

    @Test
    void theSampleIsTheBodyOfACreate() {
        var sample = http.get("/test/sample.json").json();

        assertThat(sample.path("projectId").asString()).isEqualTo("test-cafe");
        assertThat(sample.path("files").size()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/test/"})
    void leadsToTheTestPage(String path) {
        var answer = http.get(path);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location").orElse("")).endsWith("/test");
    }
}
