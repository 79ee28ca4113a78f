package dev.midori.preview.messaging.amqp;

import dev.midori.preview.messaging.Commands.NotQueuedException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.connection.CorrelationData.Confirm;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Publishes one message and waits until the broker has it. RabbitMQ confirms an unroutable mandatory message too, right
 * after returning it, so the return is looked at first (https://www.rabbitmq.com/docs/confirms#when-publishes-are-confirmed).
 */
public final class ConfirmedSender {
    private static final Confirm TAKEN = new Confirm(true, null);

    private final RabbitTemplate rabbit;
    private final Duration timeout;

    /** @param timeout for the broker's confirm; after it the message's fate is unknown */
    public ConfirmedSender(RabbitTemplate rabbit, Duration timeout) {
        this.rabbit = rabbit;
        this.timeout = timeout;
    }

    /**
     * Returns once the broker has it on at least one queue.
     *
     * @throws NotQueuedException where it hasn't, or didn't say in time
     */
    public void send(String exchange, String routingKey, Message message) {
        var copy = new CorrelationData(UUID.randomUUID().toString());
        message.getMessageProperties().setHeader(Headers.COPY_ID, copy.getId());
        try {
            rabbit.send(exchange, routingKey, message, copy);
        } catch (AmqpException e) {
            throw new NotQueuedException("the broker can't be reached", e);
        }
        await(copy, copy.getFuture(), timeout);
    }

    /**
     * Returns once the broker has it.
     *
     * @param sign what only happens once it has
     * @throws NotQueuedException where it hasn't, or didn't say in time
     */
    static void await(CorrelationData copy, Future<?> sign, Duration timeout) {
        try {
            sign.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NotQueuedException("the broker can't be reached", e);
        } catch (TimeoutException e) {
            throw new NotQueuedException("the broker did not confirm within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotQueuedException("interrupted before the broker confirmed", e);
        }
        if (copy.getReturned() != null) {
            throw new NotQueuedException(
                    "no queue took it: " + copy.getReturned().getReplyText());
        }
        var confirm = copy.getFuture().getNow(TAKEN);
        if (!confirm.ack()) {
            throw new NotQueuedException("the broker refused it: " + confirm.reason());
        }
    }
}
