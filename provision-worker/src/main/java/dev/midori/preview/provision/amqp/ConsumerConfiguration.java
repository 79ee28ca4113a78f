package dev.midori.preview.provision.amqp;

import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.job.Outage;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Which queues are consumed, by how many at once, and within which memory. */
@Configuration(proxyBeanMethods = false)
class ConsumerConfiguration {
    /** Changes of files need room of their own, or creates that wait for some would keep them out. */
    private static final int UPDATES_WITH_ROOM = 2;

    private final ConnectionFactory connections;
    private final WorkerSettings settings;
    private final PreviewLimits limits;
    private final PoolSettings pool;
    private final Settlement settlement;
    private final ObservationRegistry observations;

    ConsumerConfiguration(
            ConnectionFactory connections,
            WorkerSettings settings,
            PreviewLimits limits,
            PoolSettings pool,
            Settlement settlement,
            ObservationRegistry observations) {
        this.connections = connections;
        this.settings = settings;
        this.limits = limits;
        this.pool = pool;
        this.settlement = settlement;
        this.observations = observations;
        if (roomForCreates() < ContentBudget.forOne(limits).toBytes()) {
            throw new IllegalArgumentException(
                    "preview.worker.max-held-content (%s) must be at least %d times preview.limits.max-project-size (%s)"
                            .formatted(
                                    settings.maxHeldContent(),
                                    (1 + UPDATES_WITH_ROOM + (pool.enabled() ? 1 : 0)) * ContentBudget.COPIES,
                                    limits.maxProjectSize()));
        }
    }

    private long roomForCreates() {
        return settings.maxHeldContent().toBytes() - roomForUpdates() - roomForPool();
    }

    private long roomForPool() {
        return pool.enabled() ? ContentBudget.forOne(limits).toBytes() : 0;
    }

    private long roomForUpdates() {
        return UPDATES_WITH_ROOM * ContentBudget.forOne(limits).toBytes();
    }

    @Bean
    QueueConsumers provisionConsumers(Handlers handlers, Outage outage) {
        var budget = ContentBudget.of(DataSize.ofBytes(roomForCreates()), limits);
        return consumers(Queues.PROVISION, settings.concurrency(), budget, () -> !outage.isOn(), handlers::create);
    }

    /** One at a time: whoever waits for a preview is worth more than whoever may come. */
    @Bean
    QueueConsumers poolConsumers(Handlers handlers, PoolGate gate) {
        var budget =
                pool.enabled() ? ContentBudget.of(DataSize.ofBytes(roomForPool()), limits) : ContentBudget.unbounded();
        return consumers(Queues.POOL, pool.enabled() ? 1 : 0, budget, gate, gate.before(handlers::create));
    }

    @Bean
    QueueConsumers updateConsumers(Handlers handlers) {
        var budget = ContentBudget.of(DataSize.ofBytes(roomForUpdates()), limits);
        return consumers(Queues.UPDATE, settings.updates(), budget, () -> true, handlers::files);
    }

    @Bean
    QueueConsumers stopConsumers(Handlers handlers, Outage outage) {
        return consumers(
                Queues.STOP, settings.stops(), ContentBudget.unbounded(), () -> !outage.isOn(), handlers::stop);
    }

    private QueueConsumers consumers(String queue, int count, ContentBudget budget, Gate gate, Handler handler) {
        return new QueueConsumers(queue, count, connections, budget, gate, handler, settlement, observations);
    }
}
