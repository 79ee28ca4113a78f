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

    @ParameterizedTest
    @ValueSource(strings = {"/test", "/ops"})
    void aPageLoadsNothingFromElsewhereAndFramesPreviewsAlone(String path) {
        var page = http.get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';")
                .contains("frame-ancestors 'none'", "frame-src http://*.localhost:* https:;")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.response().body())
                .contains("<main>", "id=\"language\"")
                .doesNotContain("<style", "style=", "onclick", "http://", "https://");
    }

    @ParameterizedTest
    @CsvSource({
        "pages/theme.css,   text/css",
        "pages/favicon.svg, image/svg+xml",
        "test/page.css,     text/css",
        "test/page.js,      text/javascript",
        "ops/page.js,       text/javascript",
        "client/index.js,   text/javascript",
        "client/preview.js, text/javascript",
        "test/sample.json,  application/json"
    })
    void theirPartsAreThere(String name, String type) {
        var part = http.get("/" + name);

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
    @CsvSource({"/, /test", "/test/, /test", "/ops/, /ops"})
    void leadsToAPage(String path, String page) {
        var answer = http.get(path);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location").orElse("")).endsWith(page);
    }
}
