package dev.midori.preview.provision.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.RetryDelay;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.job.JobMeters;
import dev.midori.preview.provision.job.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.util.unit.DataSize;

/** When a worker fills the warm pool, on a real broker. */
class PoolGateIT {
    private static final WorkerSettings SETTINGS = new WorkerSettings(
            1,
            1,
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            4,
            1,
            DataSize.ofMegabytes(128),
            Duration.ofSeconds(5));

    @RegisterExtension
    static final BrokerUnderTest broker = new BrokerUnderTest();

    private final AtomicBoolean outage = new AtomicBoolean();
    private final AtomicInteger filled = new AtomicInteger();
    private PoolGate gate;

    @BeforeEach
    void open() {
        var jobs = new JobMeters(new SimpleMeterRegistry(), Clock.systemUTC());
        gate = new PoolGate(broker.rabbit, outage::get, jobs, SETTINGS);
    }

    private QueueConsumers consume() {
        return consume(gate, (_, _, _) -> {
            filled.incrementAndGet();
            return new Outcome.Done();
        });
    }

    private QueueConsumers consume(Gate asked, Handler fill) {
        var consumers = new QueueConsumers(
                Queues.POOL,
                1,
                broker.connections,
                ContentBudget.unbounded(),
                asked,
                gate.before(fill),
                broker.settlement(Clock.systemUTC()),
                ObservationRegistry.NOOP);
        consumers.start();
        return consumers;
    }

    @Test
    void itIsFilledWhileNobodyWaits() {
        broker.publish(Queues.POOL, new byte[10]);

        var consumers = consume();
        try {
            await().untilAsserted(() -> assertThat(filled).hasValue(1));
        } finally {
            consumers.stop();
        }
    }

    @Test
    void whoeverWaitsForAPreviewComesFirst() {
        broker.publish(Queues.PROVISION, new byte[10]);
        broker.publish(Queues.POOL, new byte[10]);

        var consumers = consume();
        try {
            await().during(Duration.ofSeconds(1)).until(() -> filled.get() == 0);
            assertThat(broker.depth(Queues.POOL)).isEqualTo(1);

            broker.receive(Queues.PROVISION);

            await().untilAsserted(() -> assertThat(filled).hasValue(1));
        } finally {
            consumers.stop();
        }
    }

    @Test
    void oneThatWasTakenAsSomebodyCameWaits() {
        broker.publish(Queues.POOL, new byte[10]);
        broker.publish(Queues.PROVISION, new byte[10]);
        await().until(() -> broker.depth(Queues.PROVISION) == 1);
        var consumers = consume(() -> true, (_, _, _) -> {
            throw new AssertionError("filled before somebody's preview was begun");
        });
        try {
            await().until(() -> broker.depth(RetryDelay.SHORT.queue()) == 1);
        } finally {
            consumers.stop();
        }
    }

    @Test
    void nothingIsFilledDuringAnOutage() {
        assertThat(gate.isOpen()).isTrue();

        outage.set(true);

        assertThat(gate.isOpen()).isFalse();
    }
}
