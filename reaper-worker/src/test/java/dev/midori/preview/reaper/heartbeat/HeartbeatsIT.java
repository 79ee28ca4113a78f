package dev.midori.preview.reaper.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.messaging.Queues;
import dev.midori.preview.reaper.ReapersUnderTest;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Endings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

class HeartbeatsIT {
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Duration ALMOST_AN_HOUR = Duration.ofMinutes(59);
    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static ReapersUnderTest reapers;
    private static int sent;

    @BeforeAll
    static void start() {
        reapers = ReapersUnderTest.start();
    }

    @AfterAll
    static void stop() {
        reapers.close();
    }

    @BeforeEach
    void clear() {
        reapers.clear();
    }

    @AfterEach
    void everyMessageIsCountedOnceWhateverBecameOfIt() {
        await().untilAsserted(
                        () -> assertThat(count("applied") + count("unknown") + count("merged") + count("unreadable"))
                                .isEqualTo(sent));
        assertThat(waitingBeats()).isZero();
    }

    @Test
    void aHeartbeatKeepsItsSandboxAlive() {
        var id = reapers.running("anna");

        beat(id, "anna", AN_HOUR);

        await().untilAsserted(() -> assertThat(reapers.aliveFor(id)).isGreaterThan(ALMOST_AN_HOUR));
    }

    @Test
    void aShorterGrantTakesNoTimeAway() {
        var id = reapers.running("anna");
        reapers.aliveFor(id, AN_HOUR);
        double before = count("applied");

        beat(id, "anna", Duration.ofMinutes(5));

        await().until(() -> count("applied") > before);
        assertThat(reapers.aliveFor(id)).isGreaterThan(ALMOST_AN_HOUR);
    }

    @Test
    void aStrangersHeartbeatDoesNothing() {
        var id = reapers.running("anna");
        double before = count("unknown");

        beat(id, "mallory", AN_HOUR);

        await().until(() -> count("unknown") == before + 1);
        assertThat(reapers.aliveFor(id)).isLessThan(Duration.ofMinutes(6));
    }

    @Test
    void aHeartbeatNeverRevivesAnEndedSandbox() {
        var id = reapers.running("anna");
        reapers.first().getBean(Endings.class).stop(id, new UserId("anna"), EndReason.USER);
        double before = count("unknown");

        beat(id, "anna", AN_HOUR);

        await().until(() -> count("unknown") == before + 1);
        assertThat(reapers.isInLiveness(id)).isFalse();
        assertThat(reapers.stateOf(id).isEnded()).isTrue();
    }

    @Test
    void messagesThatAreNoHeartbeatsDoTheOthersNoHarm() {
        var id = reapers.running("anna");
        double before = count("unreadable");

        for (var body : List.of("", "not json", "{\"type\":\"GatewayAlive\",\"version\":1}", centuries(id))) {
            sendRaw(body);
        }
        beat(id, "anna", AN_HOUR);

        await().untilAsserted(() -> assertThat(reapers.aliveFor(id)).isGreaterThan(ALMOST_AN_HOUR));
        await().until(() -> count("unreadable") == before + 4);
    }

    @Test
    void manyHeartbeatsComeToOneForEachOfTheirSenders() {
        var id = reapers.running("anna");

        for (int i = 0; i < 500; i++) {
            beat(id, i % 5 == 0 ? "mallory" : "anna", AN_HOUR);
        }

        await().untilAsserted(() -> assertThat(reapers.aliveFor(id)).isGreaterThan(ALMOST_AN_HOUR));
    }

    @Test
    void beatsThatArriveWhileRedisIsAwayAreAppliedOnceItIsBack() {
        var id = reapers.running("anna");
        reapers.state().stop();
        try {
            beat(id, "anna", AN_HOUR);
            await().until(() -> meters().counter("preview.heartbeats.returned").count() >= 2);
        } finally {
            reapers.state().startAgain();
        }

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(reapers.aliveFor(id)).isGreaterThan(ALMOST_AN_HOUR));
    }

    @Test
    void beatsFlowAgainOnceTheBrokerIsBack() {
        var id = reapers.running("anna");
        reapers.broker().restart();

        await().atMost(OUTAGE).ignoreExceptions().until(() -> waitingBeats() == 0);

        beat(id, "anna", AN_HOUR);

        await().atMost(OUTAGE)
                .untilAsserted(() -> assertThat(reapers.aliveFor(id)).isGreaterThan(ALMOST_AN_HOUR));
    }

    private static String centuries(SandboxId id) {
        return """
                {"type":"Heartbeat","version":1,"sandboxId":"%s","userId":"anna","issuedAt":"2026-01-02T03:04:05Z",
                 "aliveFor":"PT99999999999999H","visible":true,"sign":"heartbeat"}""".formatted(id);
    }

    private static void beat(SandboxId id, String user, Duration aliveFor) {
        reapers.beat(id, user, aliveFor);
        sent++;
    }

    private static void sendRaw(String body) {
        sent++;
        var message =
                MessageBuilder.withBody(body.getBytes(StandardCharsets.UTF_8)).build();
        reapers.rabbit().send(Queues.WORK_EXCHANGE, Queues.HEARTBEAT, message);
    }

    private static long waitingBeats() {
        var admin = reapers.first().getBean(RabbitAdmin.class);
        return Objects.requireNonNull(admin.getQueueInfo(Queues.HEARTBEAT)).getMessageCount();
    }

    private static double count(String outcome) {
        return meters().counter("preview.heartbeats", "outcome", outcome).count();
    }

    private static MeterRegistry meters() {
        return reapers.first().getBean(MeterRegistry.class);
    }
}
