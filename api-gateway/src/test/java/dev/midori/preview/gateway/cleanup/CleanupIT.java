package dev.midori.preview.gateway.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a reaper: what the gateway says by itself. */
@ExtendWith(OneGateway.class)
class CleanupIT {
    private final Http http;

    CleanupIT(GatewayUnderTest gateway) {
        this.http = gateway.http();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"action\":\"explode\"}", "{\"action\":\"stats\"}", "{\"action\":\"\"}", "{}"})
    void anActionThatThereIsNotIsRefused(String body) {
        var answer = http.post("/api/preview/cleanup", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("INVALID_ACTION");
    }

    @Test
    void aReaperThatDoesNotAnswerIsSaidClearly() {
        var answer = http.get("/api/preview/daytona/stats");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("code")).isEqualTo("CLEANUP_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).hasValue("30");
    }
}
