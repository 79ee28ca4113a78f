package dev.midori.preview.provision.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewLimits.WhenExceeded;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.Headers;
import dev.midori.preview.provision.job.Attempt;
import dev.midori.preview.provision.job.Outcome;
import io.micrometer.observation.ObservationRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.amqp.core.Message;
import org.springframework.util.unit.DataSize;

/** Consumers on a real broker. */
class QueueConsumersIT {
    private static final PreviewLimits LIMITS = new PreviewLimits(
            Duration.ofHours(1),
            ZoneOffset.UTC,
            1,
            WhenExceeded.REFUSE,
            1000,
            DataSize.ofKilobytes(100),
            DataSize.ofKilobytes(100));

    @RegisterExtension
    static final BrokerUnderTest broker = new BrokerUnderTest();

    private final List<Attempt> begun = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicBoolean open = new AtomicBoolean(true);
    private @Nullable QueueConsumers consumers;

    @AfterEach
    void leave() {
        mayEnd.countDown();
        running().stop();
    }

    private QueueConsumers running() {
        return Objects.requireNonNull(consumers, "nothing consumes yet");
    }

    private void consume(int count, ContentBudget budget, Handler handler) {
        consumers = new QueueConsumers(
                Queues.PROVISION,
                count,
                broker.connections,
                budget,
                open::get,
                handler,
                broker.settlement(Clock.systemUTC()),
                ObservationRegistry.NOOP);
        running().start();
    }

    private Outcome work(Message message, Attempt attempt, ContentBudget.Portion held) {
        begun.add(attempt);
        try {
            mayEnd.await();
            return new Outcome.Done();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void publish(int count, int size) {
        for (int i = 0; i < count; i++) {
            broker.publish(Queues.PROVISION, "x".repeat(size).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void thereAreAsManyJobsAtOnceAsConsumers() {
        publish(10, 10);

        consume(3, ContentBudget.unbounded(), this::work);

        await().until(() -> begun.size() == 3);
        assertThat(broker.depth(Queues.PROVISION)).isEqualTo(7);
        mayEnd.countDown();
        await().until(() -> begun.size() == 10);
        await().until(() -> broker.depth(Queues.PROVISION) == 0);
    }

    @Test
    void aConsumerOutlivesWhateverADeliveryThrows() {
        publish(2, 10);
        var fails = new AtomicBoolean(true);

        consume(1, ContentBudget.unbounded(), (message, attempt, held) -> {
            if (fails.getAndSet(false)) {
                throw new NoClassDefFoundError("of a library that isn't there");
            }
            return work(message, attempt, held);
        });
        mayEnd.countDown();

        await().until(() -> begun.size() == 2);
        await().until(() -> broker.depth(Queues.PROVISION) == 0);
    }

    @Test
    void aDeliveryIsAcknowledgedOnlyWhenItIsDone() {
        publish(1, 10);
        consume(1, ContentBudget.unbounded(), this::work);
        await().until(() -> begun.size() == 1);

        broker.connections.resetConnection();

        await().until(() -> !begun.getFirst().connected().getAsBoolean());
        mayEnd.countDown();
        await().until(() -> begun.size() == 2);
        assertThat(begun.get(1).copy()).isEqualTo(begun.get(0).copy());
    }

    @Test
    void largeOnesAreNotTakenBeforeThereIsRoom() {
        publish(4, 80_000);
        var budget = ContentBudget.of(DataSize.ofKilobytes(300 + 2 * 80), LIMITS);

        consume(4, budget, (message, attempt, held) -> work(message, attempt, held));

        await().until(() -> begun.size() == 1);
        await().during(Duration.ofSeconds(1)).until(() -> begun.size() == 1);
        assertThat(broker.depth(Queues.PROVISION)).isEqualTo(3);
        mayEnd.countDown();
        await().until(() -> begun.size() == 4);
        await().untilAsserted(() -> assertThat(budget.left()).isGreaterThan(0));
    }

    @Test
    void whatAHandlerDropsMakesRoomForTheNext() {
        publish(3, 50_000);
        var budget = ContentBudget.of(DataSize.ofKilobytes(300 + 160), LIMITS);

        consume(3, budget, (message, attempt, held) -> {
            held.shrinkTo(message.getBody().length);
            return work(message, attempt, held);
        });

        await().until(() -> begun.size() == 3);
    }

    @Test
    void aClosedGateLeavesTheMessagesWhereTheyAre() {
        open.set(false);
        publish(2, 10);
        mayEnd.countDown();
        consume(2, ContentBudget.unbounded(), this::work);
        await().during(Duration.ofSeconds(1)).until(() -> begun.isEmpty());

        open.set(true);

        await().until(() -> begun.size() == 2);
    }

    @Test
    void whoeverStopsGivesBackWhatIsHandedOver() {
        publish(1, 10);
        var leaving = new CountDownLatch(1);
        consume(1, ContentBudget.unbounded(), (_, attempt, _) -> {
            begun.add(attempt);
            try {
                leaving.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Outcome.HandOver();
        });
        await().until(() -> begun.size() == 1);

        var stopping = Thread.startVirtualThread(() -> running().stop());
        leaving.countDown();

        await().until(() -> !stopping.isAlive());
        var again = broker.receive(Queues.PROVISION);
        assertThat(again.getMessageProperties().isRedelivered()).isTrue();
        assertThat(again.getMessageProperties().getHeaders().get(Headers.ATTEMPT))
                .isNull();
    }

    @Test
    void aFaultOfOursIsKeptToBeLookedAt() {
        publish(1, 10);

        consume(1, ContentBudget.unbounded(), (_, _, _) -> {
            throw new IllegalStateException("a bug");
        });

        assertThat(broker.receive(Queues.DEAD_LETTERS).getMessageProperties().getHeaders())
                .containsEntry(Headers.REASON, "INTERNAL_ERROR");
    }

    @Test
    void aBrokerThatComesBackIsConsumedAgain() {
        publish(1, 10);
        consume(2, ContentBudget.unbounded(), this::work);
        await().until(() -> begun.size() == 1);

        broker.restart();
        mayEnd.countDown();

        await().atMost(Duration.ofSeconds(30)).until(() -> begun.size() == 2);
        publish(1, 10);
        await().atMost(Duration.ofSeconds(30)).until(() -> begun.size() == 3);
    }
}
