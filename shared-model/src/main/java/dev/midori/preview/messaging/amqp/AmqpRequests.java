package dev.midori.preview.messaging.amqp;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.Reply;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.Requests;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;

/**
 * {@link Requests} on RabbitMQ. Answers come by its direct reply-to, so there is no queue for them that could be left
 * behind. Whoever waits holds no channel.
 */
final class AmqpRequests implements Requests {
    private final CommandCodec codec;
    private final AsyncRabbitTemplate rabbit;

    AmqpRequests(CommandCodec codec, AsyncRabbitTemplate rabbit) {
        this.codec = codec;
        this.rabbit = rabbit;
    }

    @Override
    public Optional<Reply> ask(Command command, Duration patience) {
        var message = AmqpCommands.message(codec, command);
        try {
            var answer = rabbit.sendAndReceive(Queues.WORK_EXCHANGE, Queues.of(command), message);
            return Optional.of(codec.decodeReply(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (AmqpException | ExecutionException e) {
            throw new NotQueuedException("the broker did not take it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotQueuedException("interrupted before the answer", e);
        }
    }
}
