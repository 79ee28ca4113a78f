package dev.midori.preview.provision.amqp;

import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.RetryDelay;
import dev.midori.preview.messaging.amqp.ConfirmedSender;
import dev.midori.preview.messaging.amqp.Headers;
import dev.midori.preview.provision.job.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.stereotype.Component;

/**
 * Turns outcomes into what happens to the message. Whatever goes elsewhere is confirmed there before this delivery is
 * acknowledged, so a crash in between leaves two copies and never none.
 */
@Component
class Settlement {
    /** How long a container waits for its handlers when the process is told to go. */
    static final Duration SHUTDOWN = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);

    private final ConfirmedSender sender;
    private final Clock clock;

    Settlement(ConfirmedSender sender, Clock clock) {
        this.sender = sender;
        this.clock = clock;
    }

    /** Which attempt a delivery is, from 1. */
    static int attemptOf(Message message) {
        return message.getMessageProperties().getHeader(Headers.ATTEMPT) instanceof Number attempt
                ? Math.max(1, attempt.intValue())
                : 1;
    }

    /** The delivery's copy id; one that nobody else has where the publisher gave it none. */
    static String copyIdOf(Message message) {
        return message.getMessageProperties().getHeader(Headers.COPY_ID) instanceof String id ? id : "none";
    }

    /** Returning acknowledges the delivery; throwing gives it back to the queue. */
    void settle(Message message, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done _ -> {}
            case Outcome.TryAgain(var reason, var asked) -> {
                var attempt = attemptOf(message);
                var delay = asked.map(RetryDelay::atLeast).orElseGet(() -> RetryDelay.afterAttempt(attempt));
                sendBack(message, attempt + 1, delay, reason);
            }
            case Outcome.Wait(var reason) -> sendBack(message, attemptOf(message), RetryDelay.SHORT, reason);
            case Outcome.HandOver _ -> throw new ImmediateRequeueAmqpException("this worker is shutting down");
            case Outcome.GiveUp(var reason) -> park(message, reason);
        }
    }

    private void sendBack(Message message, int attempt, RetryDelay delay, String reason) {
        log.atInfo()
                .addKeyValue("messageId", message.getMessageProperties().getMessageId())
                .addKeyValue("attempt", attempt)
                .addKeyValue("delay", delay.duration())
                .addKeyValue("reason", reason)
                .log("job waits");
        var copy = stamped(message);
        copy.getMessageProperties().setHeader(Headers.ATTEMPT, attempt);
        send(delay.queue(), message, copy);
    }

    /** Keeps the message among the dead letters, byte for byte. */
    void park(Message message, String reason) {
        log.atError()
                .addKeyValue("messageId", message.getMessageProperties().getMessageId())
                .addKeyValue("reason", reason)
                .log("message put among the dead letters");
        var copy = stamped(message);
        copy.getMessageProperties().setHeader(Headers.REASON, reason);
        copy.getMessageProperties().setHeader(Headers.QUEUE, queueOf(message));
        send(Queues.DEAD_LETTER_EXCHANGE, message, copy);
    }

    private void send(String exchange, Message original, Message copy) {
        try {
            sender.send(exchange, queueOf(original), copy);
        } catch (NotQueuedException e) {
            throw new ImmediateRequeueAmqpException("the broker did not take the copy", e);
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
