package dev.midori.preview.messaging.amqp;

import dev.midori.preview.command.Command;
import dev.midori.preview.messaging.Commands;
import dev.midori.preview.messaging.Queues;
import java.util.UUID;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** {@link Commands} on RabbitMQ. */
final class AmqpCommands implements Commands {
    private final CommandCodec codec;
    private final ConfirmedSender confirmed;
    private final RabbitTemplate unconfirmed;

    AmqpCommands(CommandCodec codec, ConfirmedSender confirmed, RabbitTemplate unconfirmed) {
        this.codec = codec;
        this.confirmed = confirmed;
        this.unconfirmed = unconfirmed;
    }

    @Override
    public void publish(Command command) {
        confirmed.send(Queues.WORK_EXCHANGE, Queues.of(command), message(codec, command));
    }

    @Override
    public void send(Command command) {
        var message = message(codec, command);
        message.getMessageProperties().setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT);
        try {
            unconfirmed.send(Queues.WORK_EXCHANGE, Queues.of(command), message);
        } catch (AmqpException e) {
            throw new NotQueuedException("the broker can't be reached", e);
        }
    }

    static Message message(CommandCodec codec, Command command) {
        var message = codec.encode(command);
        message.getMessageProperties().setMessageId(UUID.randomUUID().toString());
        message.getMessageProperties().setHeader(Headers.ATTEMPT, 1);
        message.getMessageProperties()
                .setHeader(Headers.COPY_ID, UUID.randomUUID().toString());
        return message;
    }
}
