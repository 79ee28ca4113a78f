package dev.midori.preview.gateway.usage;

import static dev.midori.preview.gateway.Http.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OneGateway.class)
class UsageIT {
    private static final String USAGE = "/api/preview/usage";

    private final GatewayUnderTest gateway;
    private final Http http;

    UsageIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    @Test
    void whoeverHasUsedNothingHasTheWholeDay() {
        var answer = http.get(USAGE).json();

        assertThat(answer.path("usageToday").asInt()).isZero();
        assertThat(answer.path("maxUsagePerDay").asInt()).isEqualTo(3600);
        assertThat(answer.path("maxUsagePerDayMinutes").asInt()).isEqualTo(60);
        assertThat(answer.path("remainingSeconds").asInt()).isEqualTo(3600);
        assertThat(answer.path("usageThisWeek").toString()).isEqualTo("[0,0,0,0,0,0,0]");
        assertThat(answer.path("totalSandboxesCreated").asInt()).isZero();
        assertThat(answer.path("currentRunningSandboxes").asInt()).isZero();
        assertThat(Instant.parse(answer.path("resetAt").asString()).getEpochSecond() % 86_400)
                .isZero();
    }

    @Test
    void whatRunsNowCountsWithWhatEnded() {
        gateway.spend("dev-user", Duration.ofMinutes(15));
        http.createAsync(CREATE);
        GatewayUnderTest.run(gateway.take());

        var answer = http.get(USAGE).json();

        assertThat(answer.path("usageToday").asInt()).isBetween(900, 905);
        assertThat(answer.path("usageTodayMinutes").asInt()).isEqualTo(15);
        assertThat(answer.path("usagePercent").asDouble()).isBetween(25.0, 25.2);
        assertThat(answer.path("remainingSeconds").asInt()).isBetween(2695, 2700);
        assertThat(answer.path("usageThisWeek").path(6).asInt()).isBetween(900, 905);
        assertThat(answer.path("totalSandboxesCreated").asInt()).isEqualTo(1);
        assertThat(answer.path("currentRunningSandboxes").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"minutes\":500}|200", "{}|200", "[]|400", "x|400", "''|400"})
    void whatAClientSaysOfItIsReadAndNotBelieved(String body, int status) {
        assertThat(http.post(USAGE, body).status()).isEqualTo(status);
        assertThat(http.get(USAGE).json().path("usageToday").asInt()).isZero();
    }
}
