package dev.midori.preview.messaging.amqp;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.Reply;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.Requests;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.AsyncRabbitTemplate;
import org.springframework.amqp.rabbit.RabbitMessageFuture;

/**
 * {@link Requests} on RabbitMQ. Answers come by its direct reply-to, so there is no queue for them that could be left
 * behind. Whoever waits holds no channel.
 */
final class AmqpRequests implements Requests {
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(5);

    private final CommandCodec codec;
    private final AsyncRabbitTemplate rabbit;

    AmqpRequests(CommandCodec codec, AsyncRabbitTemplate rabbit) {
        this.codec = codec;
        this.rabbit = rabbit;
    }

    @Override
    public Asked begin(Command command, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        var message = AmqpCommands.message(codec, command);
        try {
            var answer = rabbit.sendAndReceive(Queues.WORK_EXCHANGE, Queues.of(command), message);
            awaitConfirm(answer);
            return () -> await(answer, end - System.nanoTime());
        } catch (AmqpException e) {
            throw new NotQueuedException("the broker did not take it", e);
        }
    }

    /** A message that no queue takes is confirmed too; it was returned before, and the answer has failed then. */
    private static void awaitConfirm(RabbitMessageFuture answer) {
        try {
            var confirmed = Objects.requireNonNull(answer.getConfirm(), "confirms are on")
                    .get(CONFIRM_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (!confirmed || answer.isCompletedExceptionally()) {
                answer.cancel(true);
                throw new NotQueuedException("no queue took it");
            }
        } catch (TimeoutException | ExecutionException e) {
            answer.cancel(true);
            throw new NotQueuedException("the broker did not confirm it", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new NotQueuedException("interrupted before the broker confirmed", e);
        }
    }

    private Optional<Reply> await(RabbitMessageFuture answer, long nanos) {
        try {
            return Optional.of(codec.decodeReply(answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS)));
        } catch (TimeoutException _) {
            // Else it would keep what was sent until its own time is over.
            answer.cancel(true);
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new NotQueuedException("the broker did not bring an answer", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new NotQueuedException("interrupted before the answer", e);
        }
    }
}
