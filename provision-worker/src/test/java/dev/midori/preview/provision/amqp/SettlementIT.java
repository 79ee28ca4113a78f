package dev.midori.preview.provision.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.RetryDelay;
import dev.midori.preview.messaging.amqp.ConfirmedSender;
import dev.midori.preview.messaging.amqp.Headers;
import dev.midori.preview.provision.amqp.Settlement.Answer;
import dev.midori.preview.provision.job.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Where a message is once its outcome is settled, on a real broker. */
class SettlementIT {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final byte[] BODY = "{\"never\":\"parsed\"}".getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    static final BrokerUnderTest broker = new BrokerUnderTest();

    private Settlement settlement;

    @BeforeEach
    void settle() {
        settlement = broker.settlement(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void whatIsDoneIsAcknowledgedAndNothingElse() {
        assertThat(settlement.settle(delivery(1), new Outcome.Done())).isEqualTo(Answer.ACKNOWLEDGE);

        assertThat(broker.depth(Queues.DEAD_LETTERS)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,SHORT", "2,MEDIUM", "3,LONG"})
    void anAttemptThatTheWorldFailedIsSpentAndWaitsLongerEachTime(int attempt, RetryDelay delay) {
        settlement.settle(delivery(attempt), new Outcome.TryAgain("SANDBOX_CREATION_FAILED", Optional.empty()));

        var waiting = broker.receive(delay.queue());
        assertThat(waiting.getBody()).isEqualTo(BODY);
        assertThat(header(waiting, Headers.ATTEMPT)).isEqualTo(attempt + 1);
        assertThat(waiting.getMessageProperties().getReceivedRoutingKey()).isEqualTo(Queues.PROVISION);
        assertThat(waiting.getMessageProperties().getMessageId()).isEqualTo("command-1");
        assertThat(waiting.getMessageProperties().getReceivedDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
    }

    @Test
    void waitsAtLeastAsLongAsDaytonaAsked() {
        settlement.settle(
                delivery(1), new Outcome.TryAgain("SANDBOX_CREATION_FAILED", Optional.of(Duration.ofMinutes(2))));

        assertThat(broker.depth(RetryDelay.LONG.queue())).isEqualTo(1);
    }

    @Test
    void waitingForItsTurnSpendsNoAttempt() {
        settlement.settle(delivery(3), new Outcome.Wait("another copy is at work"));

        assertThat(header(broker.receive(RetryDelay.SHORT.queue()), Headers.ATTEMPT))
                .isEqualTo(3);
    }

    @Test
    void everyCopyHasAnIdOfItsOwn() {
        var original = delivery(1);

        settlement.settle(original, new Outcome.Wait("another copy is at work"));

        assertThat(header(broker.receive(RetryDelay.SHORT.queue()), Headers.COPY_ID))
                .isNotEqualTo(Settlement.attemptOf(original, () -> true).copy().id());
    }

    @Test
    void aHandoverGivesTheDeliveryBack() {
        assertThat(settlement.settle(delivery(1), new Outcome.HandOver())).isEqualTo(Answer.REQUEUE);
    }

    @Test
    void whatIsGivenUpIsKeptByteForByteWithItsReason() {
        settlement.settle(delivery(4), new Outcome.GiveUp("SANDBOX_CREATION_FAILED"));

        var dead = broker.receive(Queues.DEAD_LETTERS);
        assertThat(dead.getBody()).isEqualTo(BODY);
        assertThat(dead.getMessageProperties().getContentEncoding()).isEqualTo("gzip");
        assertThat(header(dead, Headers.REASON)).isEqualTo("SANDBOX_CREATION_FAILED");
        assertThat(header(dead, Headers.QUEUE)).isEqualTo(Queues.PROVISION);
        assertThat(header(dead, Headers.ATTEMPT)).isEqualTo(4);
        assertThat(header(dead, Headers.LAST_FAILED_AT)).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void remembersWhenItFirstFailed() {
        var before = NOW.minusSeconds(60).toEpochMilli();
        var delivery = delivery(2);
        delivery.getMessageProperties().setHeader(Headers.FIRST_FAILED_AT, before);

        settlement.settle(delivery, new Outcome.GiveUp("SANDBOX_CREATION_FAILED"));

        assertThat(header(broker.receive(Queues.DEAD_LETTERS), Headers.FIRST_FAILED_AT))
                .isEqualTo(before);
    }

    @Test
    void theBrokersOwnHistoryIsNotPassedOn() {
        var delivery = delivery(1);
        delivery.getMessageProperties()
                .getHeaders()
                .putAll(Map.of("x-death", "…", "x-delivery-count", 3, "x-first-death-reason", "expired"));

        settlement.settle(delivery, new Outcome.Wait("another copy is at work"));

        assertThat(broker.receive(RetryDelay.SHORT.queue())
                        .getMessageProperties()
                        .getHeaders())
                .doesNotContainKeys("x-death", "x-delivery-count", "x-first-death-reason");
    }

    @Test
    void aCopyThatTheBrokerDoesNotTakeGivesTheDeliveryBack() {
        var nowhere = new CachingConnectionFactory("127.0.0.1", 1);
        nowhere.setPublisherConfirmType(ConfirmType.CORRELATED);
        var unreachable = new Settlement(
                new ConfirmedSender(new RabbitTemplate(nowhere), Duration.ofSeconds(1)),
                new SimpleMeterRegistry(),
                Clock.systemUTC());

        assertThat(unreachable.settle(delivery(1), new Outcome.GiveUp("INTERNAL_ERROR")))
                .isEqualTo(Answer.REQUEUE);
    }

    private static Message delivery(int attempt) {
        var message = MessageBuilder.withBody(BODY)
                .setMessageId("command-1")
                .setContentEncoding("gzip")
                .setHeader(Headers.ATTEMPT, attempt)
                .setHeader(Headers.COPY_ID, "copy-1")
                .build();
        message.getMessageProperties().setConsumerQueue(Queues.PROVISION);
        return message;
    }

    private static Object header(Message message, String name) {
        return Objects.requireNonNull(
                message.getMessageProperties().getHeaders().get(name), name);
    }
}
