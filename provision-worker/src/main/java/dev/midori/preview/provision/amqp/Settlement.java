package dev.midori.preview.provision.amqp;

import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.RetryDelay;
import dev.midori.preview.messaging.amqp.ConfirmedSender;
import dev.midori.preview.messaging.amqp.Headers;
import dev.midori.preview.provision.job.Attempt;
import dev.midori.preview.provision.job.Outcome;
import dev.midori.preview.state.Jobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.stereotype.Component;

/**
 * Turns outcomes into what happens to the message, here alone. Whatever goes elsewhere is confirmed there before this delivery is
 * acknowledged, so a crash in between leaves two copies and never none.
 */
@Component
class Settlement {
    /** How long a container waits for its handlers when the process is told to go. */
    static final Duration SHUTDOWN = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);

    private final ConfirmedSender sender;
    private final MeterRegistry meters;
    private final Clock clock;

    Settlement(ConfirmedSender sender, MeterRegistry meters, Clock clock) {
        this.sender = sender;
        this.meters = meters;
        this.clock = clock;
    }

    /** What is done with a delivery in the end. */
    enum Answer {
        ACKNOWLEDGE,
        REQUEUE
    }

    /** One that the broker has delivered before tells of a worker or a connection that went away. */
    void arrived(Message message) {
        if (Boolean.TRUE.equals(message.getMessageProperties().isRedelivered())) {
            meters.counter("preview.redeliveries", "queue", queueOf(message)).increment();
        }
    }

    /** The delivery of this message, as its handler sees it. */
    static Attempt attemptOf(Message message, BooleanSupplier connected) {
        return new Attempt(new Jobs.Copy(copyIdOf(message), replayOf(message)), numberOf(message), connected);
    }

    private static int numberOf(Message message) {
        return message.getMessageProperties().getHeader(Headers.ATTEMPT) instanceof Number attempt
                ? Math.max(1, attempt.intValue())
                : 1;
    }

    /** One that nobody else has where the publisher gave it none. */
    private static String copyIdOf(Message message) {
        return message.getMessageProperties().getHeader(Headers.COPY_ID) instanceof String id
                ? id
                : UUID.randomUUID().toString();
    }

    private static Optional<String> replayOf(Message message) {
        return message.getMessageProperties().getHeader(Headers.REPLAY_ID) instanceof String id
                ? Optional.of(id)
                : Optional.empty();
    }

    /** Sees to it that the message is where its outcome wants it, and says what becomes of this delivery. */
    Answer settle(Message message, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> Answer.ACKNOWLEDGE;
            case Outcome.TryAgain(var reason, var asked) -> {
                var attempt = numberOf(message);
                var delay = RetryDelay.afterAttempt(attempt, asked);
                meters.counter("preview.retries", "reason", reason).increment();
                yield sendBack(message, attempt + 1, delay, reason);
            }
            case Outcome.Wait(var reason) -> sendBack(message, numberOf(message), RetryDelay.SHORT, reason);
            case Outcome.HandOver _ -> Answer.REQUEUE;
            case Outcome.GiveUp(var reason) -> park(message, reason);
        };
    }

    private Answer sendBack(Message message, int attempt, RetryDelay delay, String reason) {
        log.atInfo()
                .addKeyValue("messageId", message.getMessageProperties().getMessageId())
                .addKeyValue("attempt", attempt)
                .addKeyValue("delay", delay.duration())
                .addKeyValue("reason", reason)
                .log("job waits");
        var copy = stamped(message);
        copy.getMessageProperties().setHeader(Headers.ATTEMPT, attempt);
        return send(delay.queue(), message, copy);
    }

    /** Keeps the message among the dead letters, byte for byte. */
    private Answer park(Message message, String reason) {
        log.atError()
                .addKeyValue("messageId", message.getMessageProperties().getMessageId())
                .addKeyValue("reason", reason)
                .log("message put among the dead letters");
        var copy = stamped(message);
        copy.getMessageProperties().setHeader(Headers.REASON, reason);
        copy.getMessageProperties().setHeader(Headers.QUEUE, queueOf(message));
        meters.counter("preview.dead.letters", "reason", reason).increment();
        return send(Queues.DEAD_LETTER_EXCHANGE, message, copy);
    }

    /** A delivery whose copy the broker did not take goes back to it, after a while in which it may mend. */
    private Answer send(String exchange, Message original, Message copy) {
        try {
            sender.send(exchange, queueOf(original), copy);
            return Answer.ACKNOWLEDGE;
        } catch (NotQueuedException e) {
            log.atWarn()
                    .addKeyValue("messageId", original.getMessageProperties().getMessageId())
                    .setCause(e)
                    .log("the broker did not take a copy; the delivery goes back");
            pause();
            return Answer.REQUEUE;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Message stamped(Message message) {
        var copy = copyOf(message);
        var now = clock.millis();
        var headers = copy.getMessageProperties().getHeaders();
        headers.putIfAbsent(Headers.FIRST_FAILED_AT, now);
        headers.put(Headers.LAST_FAILED_AT, now);
        return copy;
    }

    /** Without the broker's own headers, which tell of this copy's past and not of the next one's. */
    private static Message copyOf(Message message) {
        var copy = MessageBuilder.fromClonedMessage(message).build();
        copy.getMessageProperties().setDeliveryMode(MessageDeliveryMode.PERSISTENT);
        copy.getMessageProperties().getHeaders().keySet().removeIf(Settlement::isTheBrokers);
        return copy;
    }

    private static boolean isTheBrokers(String header) {
        return header.startsWith("x-") && !header.startsWith("x-preview-");
    }

    private static String queueOf(Message message) {
        return Objects.requireNonNull(message.getMessageProperties().getConsumerQueue(), "a delivery names its queue");
    }
}
