package dev.midori.preview.gateway.presence;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.GatewayAlive;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.state.Canary;
import dev.midori.preview.state.Canary.Judgement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of client's signs are worth, and what the gateway says of itself. */
@ExtendWith(OneGateway.class)
class PresenceIT {
    private final GatewayUnderTest gateway;
    private final Http http;

    PresenceIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    private String running() {
        http.createAsync(CREATE);
        var job = gateway.take();
        GatewayUnderTest.run(job);
        return job.id().value();
    }

    @ParameterizedTest
    @CsvSource({"10, 5", "120, 5", "150, 5", "200, 6.66", "300, 10", "420, 14", "600, 15", "3600, 15"})
    void whoBeatsByReadingGetsTwiceItsOwnPace(long everySeconds, double minutes) {
        var id = running();
        gateway.readsEvery(id, Duration.ofSeconds(everySeconds));

        http.status(id);

        var beat = (Heartbeat) await().until(() -> gateway.next(Queues.HEARTBEAT), Optional::isPresent)
                .orElseThrow();
        assertThat(beat.aliveFor().toSeconds()).isBetween((long) (minutes * 60), (long) (minutes * 60) + 1);
    }

    @Test
    void aGatewayThatGoesTakesItsLeave() {
        gateway.bean(GatewayCanary.class).sing();
        try (var _ = gateway.another()) {
            await().until(() -> gateway.seenGateways().size() == 2);
        }

        assertThat(gateway.seenGateways()).hasSize(1);
    }

    @Test
    void aHeldCreateTakesOverOnceTheOtherPageIsGone() {
        var other = running();
        gateway.lastSeen(other, Duration.ofSeconds(447));

        var held = http.createLater(CREATE.replace("\"cafe\"", "\"bar\""));

        assertThat(held).isNotDone();
        var job =
                await().atMost(Duration.ofSeconds(20)).until(() -> gateway.next(Queues.PROVISION), Optional::isPresent);
        assertThat(job).isPresent();
        assertThat(gateway.find(other).orElseThrow().state().isEnded()).isTrue();
        held.cancel(true);
    }

    @Test
    void aHeldCreateIsRefusedAsSoonAsTheOtherPageShowsASign() {
        var other = running();
        gateway.lastSeen(other, Duration.ofSeconds(440));
        var held = http.postLater(DAYTONA, CREATE.replace("\"cafe\"", "\"bar\""), "Prefer", "wait=60");
        assertThat(held).isNotDone();

        gateway.lastSeen(other, Duration.ZERO);

        var answer = held.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text("sandboxId")).isEqualTo(other);
    }

    @Test
    void theGatewayIsHeardTwice() {
        var canary = gateway.bean(GatewayCanary.class);

        canary.sing();

        var alive = (GatewayAlive) gateway.next(Queues.HEARTBEAT).orElseThrow();
        assertThat(gateway.bean(Canary.class).judge())
                .isInstanceOfSatisfying(
                        Judgement.Unsound.class,
                        unsound -> assertThat(unsound.reason()).contains(alive.gateway()));
        assertThat(http.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    @Test
    void whileStateIsNotCompleteNothingIsSaidToBeMissingAndNothingReserved() {
        var id = running();
        gateway.state().flush();

        assertThat(http.status(id).status()).isEqualTo(503);
        assertThat(http.status(id).text("code")).isEqualTo("STATE_UNAVAILABLE");
        assertThat(http.createAsync(CREATE).status()).isEqualTo(503);
        assertThat(http.delete(DAYTONA + "?sandboxId=" + id).status()).isEqualTo(503);
        assertThat(http.post(DAYTONA + "/heartbeat", "{\"sandboxId\":\"%s\"}".formatted(id))
                        .status())
                .isEqualTo(503);
        assertThat(gateway.all(Queues.PROVISION)).isEmpty();
    }
}
