package dev.midori.preview.messaging.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.ShutdownSignalException;
import dev.midori.preview.command.Command;
import dev.midori.preview.command.Reply;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.Requests;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Address;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.beans.factory.DisposableBean;

/**
 * {@link Requests} on RabbitMQ. Answers come by its direct reply-to, so there is no queue for them that could be left
 * behind (https://www.rabbitmq.com/docs/direct-reply-to). They come on the channel that asked, which is one for all:
 * whoever waits keeps neither a channel nor what was sent, as it would with Spring's own template for this.
 */
final class AmqpRequests implements Requests, DisposableBean {
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(5);

    private final CommandCodec codec;
    private final RabbitTemplate rabbit;

    /** A channel is one sender's at a time. */
    private final ReentrantLock sending = new ReentrantLock(true);

    private @Nullable Line line;

    AmqpRequests(CommandCodec codec, RabbitTemplate rabbit) {
        this.codec = codec;
        this.rabbit = rabbit;
    }

    @Override
    public Asked begin(Command command, Duration patience) {
        var answer = new CompletableFuture<Message>().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        try {
            var copy = send(command, answer);
            // What was answered has arrived, whether its confirm has or not.
            ConfirmedSender.await(copy, CompletableFuture.anyOf(answer, copy.getFuture()), CONFIRM_TIMEOUT);
        } catch (NotQueuedException e) {
            answer.cancel(false);
            throw e;
        }
        return () -> await(answer);
    }

    private CorrelationData send(Command command, CompletableFuture<Message> answer) {
        var message = AmqpCommands.message(codec, command);
        var copy = new CorrelationData(UUID.randomUUID().toString());
        message.getMessageProperties().setCorrelationId(copy.getId());
        message.getMessageProperties().setReplyTo(Address.AMQ_RABBITMQ_REPLY_TO);
        try {
            if (!sending.tryLock(CONFIRM_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new NotQueuedException("the broker takes nothing");
            }
            try {
                openLine().send(Queues.of(command), message, copy, answer);
            } catch (RuntimeException | IOException e) {
                closeLine();
                throw new NotQueuedException("the broker can't be reached", e);
            } finally {
                sending.unlock();
            }
            return copy;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotQueuedException("interrupted before it was sent", e);
        }
    }

    private Line openLine() throws IOException {
        if (line != null && line.isLost) {
            closeLine();
        }
        if (line == null) {
            var next = new Line();
            line = next;
            next.open();
        }
        return line;
    }

    /** For good: it would go to somebody else, and answers with it; and one that is lost still counts as taken. */
    private void closeLine() {
        if (line != null) {
            RabbitUtils.setPhysicalCloseRequired(line.channel, true);
            RabbitUtils.closeChannel(line.channel);
            line = null;
        }
    }

    private Optional<Reply> await(CompletableFuture<Message> answer) {
        try {
            return Optional.of(codec.decodeReply(answer.get()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                return Optional.empty();
            }
            throw new NotQueuedException("the broker did not bring an answer", e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new NotQueuedException("interrupted before the answer", e);
        }
    }

    /** Whoever still waits is told that no answer will come. */
    @Override
    public void destroy() {
        sending.lock();
        try {
            closeLine();
        } finally {
            sending.unlock();
        }
    }

    /** A channel, and who waits for an answer on it. */
    private final class Line {
        private final Channel channel;
        private final Map<String, CompletableFuture<Message>> waiting = new ConcurrentHashMap<>();

        /** Spring may have another channel take its place, on which no answer would come. */
        private volatile boolean isLost;

        private Line() {
            var connections = rabbit.getConnectionFactory();
            var own = connections.getPublisherConnectionFactory();
            channel = (own == null ? connections : own).createConnection().createChannel(false);
        }

        private void open() throws IOException {
            rabbit.addListener(channel);
            channel.addShutdownListener(this::closed);
            channel.basicConsume(Address.AMQ_RABBITMQ_REPLY_TO, true, (_, delivery) -> arrived(delivery), _ -> {});
        }

        private void send(String queue, Message message, CorrelationData copy, CompletableFuture<Message> answer) {
            waiting.put(copy.getId(), answer);
            var _ = answer.whenComplete((_, _) -> waiting.remove(copy.getId()));
            rabbit.doSend(channel, Queues.WORK_EXCHANGE, queue, message, true, copy);
        }

        private void arrived(Delivery delivery) {
            var answer = waiting.get(String.valueOf(delivery.getProperties().getCorrelationId()));
            if (answer != null) {
                var properties = new DefaultMessagePropertiesConverter()
                        .toMessageProperties(delivery.getProperties(), delivery.getEnvelope(), "UTF-8");
                answer.complete(new Message(delivery.getBody(), properties));
            }
        }

        private void closed(ShutdownSignalException cause) {
            isLost = true;
            waiting.values().forEach(answer -> answer.completeExceptionally(cause));
        }
    }
}
