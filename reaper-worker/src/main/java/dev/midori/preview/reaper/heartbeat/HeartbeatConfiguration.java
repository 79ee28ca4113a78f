package dev.midori.preview.reaper.heartbeat;

import java.time.Duration;
import org.springframework.amqp.listener.ConditionalRejectingErrorHandler;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** How heartbeats arrive: in batches, on a connection of their own. */
@Configuration(proxyBeanMethods = false)
class HeartbeatConfiguration {
    /** Beats of one batch share a script call with those of their partition, so a large one makes fewer calls for each. */
    private static final int BATCH = 1_000;

    /** So that the next batches are here while one is being applied. */
    private static final int PREFETCH = 3 * BATCH;

    private static final Duration LULL = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    @Bean
    SimpleRabbitListenerContainerFactory heartbeatContainers(
            @Qualifier("beatConnection") ConnectionFactory beatConnection) {
        var executor = new SimpleAsyncTaskExecutor("heartbeat-");
        executor.setVirtualThreads(true);
        var factory = new SimpleRabbitListenerContainerFactory();
        factory.setConnectionFactory(beatConnection);
        factory.setTaskExecutor(executor);
        factory.setBatchListener(true);
        factory.setConsumerBatchEnabled(true);
        factory.setBatchSize(BATCH);
        factory.setPrefetchCount(PREFETCH);
        factory.setReceiveTimeout(LULL.toMillis());
        factory.setBatchReceiveTimeout(LONGEST_WAIT.toMillis());
        factory.setMissingQueuesFatal(false);
        factory.setErrorHandler(new Silent());
        return factory;
    }

    /** {@link Beats} has said what went wrong, in one line; the container would add a page each second of an outage. */
    private static final class Silent extends ConditionalRejectingErrorHandler {
        @Override
        protected void log(Throwable failure) {}
    }
}
