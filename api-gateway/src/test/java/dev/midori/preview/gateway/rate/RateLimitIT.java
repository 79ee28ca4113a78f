package dev.midori.preview.gateway.rate;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways that let a user change something twice a minute, together. */
@ExtendWith(OneGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RateLimitIT {
    private static final int LIMIT = 2;
    private static final String[] ANNA = {"X-Api-Key", "service", "X-User-Id", "anna"};
    private static final String[] BOB = {"X-Api-Key", "service", "X-User-Id", "bob"};

    private final GatewayUnderTest servers;
    private final GatewayUnderTest one;
    private final GatewayUnderTest other;

    RateLimitIT(GatewayUnderTest servers) {
        this.servers = servers;
        this.one = another();
        this.other = another();
    }

    private GatewayUnderTest another() {
        return servers.another("--preview.limits.requests-per-minute=" + LIMIT, "--preview.service-key=service");
    }

    @AfterAll
    void stop() {
        one.close();
        other.close();
    }

    private static Http.Answer change(GatewayUnderTest gateway, String... caller) {
        return gateway.http().post("/api/preview/daytona", "{}", caller);
    }

    private void useUp() {
        IntStream.range(0, LIMIT)
                .forEach(_ -> assertThat(change(one, ANNA).status()).isEqualTo(400));
    }

    @Test
    void theLimitHoldsOverAllGatewaysAndForEachUserAlone() {
        useUp();

        var refused = change(other, ANNA);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("code")).isEqualTo("RATE_LIMITED");
        assertThat(refused.json().path("retryAfter").asInt()).isBetween(1, 30);
        assertThat(refused.header("Retry-After"))
                .hasValue(Integer.toString(refused.json().path("retryAfter").asInt()));
        assertThat(change(other, BOB).status()).isEqualTo(400);
    }

    @Test
    void whatIsRefusedDoesNotCount() {
        useUp();
        var first = change(one, ANNA).json().path("retryAfter").asInt();

        IntStream.range(0, 50).forEach(_ -> change(one, ANNA));

        assertThat(change(one, ANNA).json().path("retryAfter").asInt()).isLessThanOrEqualTo(first);
    }

    @Test
    void readingHeartbeatsAndUpdatesAreNeverRefusedSo() {
        var id = servers.runningOf("anna");
        useUp();
        var http = one.http();

        IntStream.range(0, LIMIT + 2).forEach(_ -> {
            assertThat(http.get(DAYTONA + "/status?sandboxId=" + id, ANNA).status())
                    .isEqualTo(200);
            assertThat(http.post(DAYTONA + "/heartbeat", "{\"sandboxId\":\"%s\"}".formatted(id), ANNA)
                            .status())
                    .isEqualTo(202);
            assertThat(http.send("PUT", DAYTONA + "?sandboxId=" + id, BodyPublishers.ofString("{}"), ANNA)
                            .join()
                            .status())
                    .isNotEqualTo(429);
        });
    }

    @Test
    void whoHasUsedUpTheLimitCanStillStop() {
        var id = servers.runningOf("anna");
        useUp();

        var stopped = one.http()
                .send("DELETE", DAYTONA + "?sandboxId=" + id, BodyPublishers.noBody(), ANNA)
                .join();

        assertThat(stopped.status()).isEqualTo(200);
        assertThat(servers.all(Queues.STOP)).hasSize(1);
    }

    @Test
    void stopsHaveALimitOfTheirOwn() {
        var stop = "{\"sandboxId\":\"sb_00\"}";
        IntStream.range(0, LIMIT)
                .forEach(_ -> assertThat(
                                one.http().post(DAYTONA + "/stop", stop, ANNA).status())
                        .isEqualTo(404));

        assertThat(other.http().post(DAYTONA + "/stop", stop, ANNA).status()).isEqualTo(429);
    }

    @Test
    void ahundredCreatesAtOnceAreFineAsItIsSet() {
        var answers = IntStream.range(0, 100)
                .mapToObj(_ -> servers.http().postLater(DAYTONA, CREATE, "Prefer", "respond-async"))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(202));
    }
}
