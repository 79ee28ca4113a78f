package dev.midori.preview.gateway.deadletters.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import dev.midori.preview.gateway.deadletters.DeadLetter;
import dev.midori.preview.gateway.deadletters.DeadLetters;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.ConfirmedSender;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * {@link DeadLetters} on RabbitMQ. Messages are taken without acknowledging them and go back, in their order, when the
 * channel is closed, whatever closes it. RabbitMQ counts each look as a delivery, which is why that queue's limit is very
 * high.
 */
@Component
class AmqpDeadLetters implements DeadLetters {
    /** How far it looks for those that are wanted. */
    private static final int FARTHEST = 10_000;

    private final ConnectionFactory connections;
    private final ConfirmedSender sender;
    private final Letters letters;
    private final Duration gap;

    /** What one looks at is not there for another meanwhile, so they take turns. */
    private final ReentrantLock turn = new ReentrantLock(true);

    AmqpDeadLetters(
            ConnectionFactory connections,
            ConfirmedSender sender,
            Clock clock,
            @Value("${preview.dead-letters.replays-per-second:20}") int replaysPerSecond) {
        if (replaysPerSecond < 1) {
            throw new IllegalArgumentException(
                    "preview.dead-letters.replays-per-second (%d) must be at least 1".formatted(replaysPerSecond));
        }
        this.connections = connections;
        this.sender = sender;
        this.letters = new Letters(clock);
        this.gap = Duration.ofSeconds(1).dividedBy(replaysPerSecond);
    }

    @Override
    public List<DeadLetter> list(Wanted wanted, int most) {
        return visit(wanted::includes, most, (_, _) -> false);
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return visit(isCalled(id), 1, (_, _) -> false).stream().findFirst();
    }

    @Override
    public boolean replay(String id) {
        return !visit(isCalled(id).and(AmqpDeadLetters::isOfOurs), 1, this::putBack)
                .isEmpty();
    }

    @Override
    public int countReplayable(Wanted wanted, int most) {
        return visit(replayable(wanted), most, (_, _) -> false).size();
    }

    @Override
    public int replay(Wanted wanted, int most) {
        return visit(replayable(wanted), most, (letter, message) -> {
                    var done = putBack(letter, message);
                    pause();
                    return done;
                })
                .size();
    }

    @Override
    public Optional<DeadLetter> discard(String id) {
        return visit(isCalled(id), 1, (_, _) -> true).stream().findFirst();
    }

    /** What came from elsewhere stays where it is. */
    private static boolean isOfOurs(DeadLetter letter) {
        return Queues.WORK.contains(letter.queue());
    }

    private static Predicate<DeadLetter> replayable(Wanted wanted) {
        return letter -> isOfOurs(letter) && wanted.includes(letter);
    }

    private static Predicate<DeadLetter> isCalled(String id) {
        return letter -> letter.id().equals(id);
    }

    private boolean putBack(DeadLetter letter, Message message) {
        sender.send(Queues.WORK_EXCHANGE, letter.queue(), Letters.asNewRun(letter, message));
        return true;
    }

    /** What is done with one that is wanted; true where it is to be removed here. */
    @FunctionalInterface
    private interface Visit {
        boolean removes(DeadLetter letter, Message message);
    }

    private List<DeadLetter> visit(Predicate<DeadLetter> wanted, int most, Visit visit) {
        turn.lock();
        try (var channel = open()) {
            return visit(channel, wanted, most, visit);
        } catch (AmqpException | ShutdownSignalException | IOException | TimeoutException e) {
            throw new NotQueuedException("the dead letters can't be reached", e);
        } finally {
            turn.unlock();
        }
    }

    private Channel open() throws IOException {
        return Objects.requireNonNull(
                Objects.requireNonNull(connections.createConnection().getDelegate(), "a connection to RabbitMQ")
                        .createChannel(),
                "the broker has channels left");
    }

    private List<DeadLetter> visit(Channel channel, Predicate<DeadLetter> wanted, int most, Visit visit)
            throws IOException {
        var found = new ArrayList<DeadLetter>();
        var removed = new HashSet<String>();
        for (int looked = 0; looked < FARTHEST && found.size() < most; looked++) {
            var next = channel.basicGet(Queues.DEAD_LETTERS, false);
            if (next == null) {
                break;
            }
            var message = message(next);
            var letter = letters.read(message);
            // What comes back while others are still being replayed is not for this round, or it would never end.
            if (wanted.test(letter) && !Letters.isReplayOfAny(removed, message)) {
                found.add(letter);
                if (visit.removes(letter, message)) {
                    removed.add(letter.id());
                    channel.basicAck(next.getEnvelope().getDeliveryTag(), false);
                }
            }
        }
        return found;
    }

    private static Message message(GetResponse response) {
        return new Message(
                response.getBody(),
                new DefaultMessagePropertiesConverter()
                        .toMessageProperties(response.getProps(), response.getEnvelope(), "UTF-8"));
    }

    private void pause() {
        try {
            Thread.sleep(gap);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
