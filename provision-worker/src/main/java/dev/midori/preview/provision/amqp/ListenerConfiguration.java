package dev.midori.preview.provision.amqp;

import dev.midori.preview.provision.WorkerSettings;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.listener.ConditionalRejectingErrorHandler;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** How deliveries reach the listeners: each consumer is a virtual thread that holds one delivery at a time. */
@Configuration(proxyBeanMethods = false)
class ListenerConfiguration {
    @Bean
    SimpleRabbitListenerContainerFactory provisionContainers(ConnectionFactory connections, WorkerSettings settings) {
        return containers(connections, "provision-", settings.concurrency());
    }

    @Bean
    SimpleRabbitListenerContainerFactory stopContainers(ConnectionFactory connections, WorkerSettings settings) {
        return containers(connections, "stop-", settings.stops());
    }

    private static SimpleRabbitListenerContainerFactory containers(
            ConnectionFactory connections, String threads, int consumers) {
        var executor = new SimpleAsyncTaskExecutor(threads);
        executor.setVirtualThreads(true);
        // Spring would otherwise acknowledge, and so lose, an unreadable message that was dead-lettered before.
        var errors = new ConditionalRejectingErrorHandler();
        errors.setDiscardFatalsWithXDeath(false);
        var factory = new SimpleRabbitListenerContainerFactory();
        factory.setConnectionFactory(connections);
        factory.setTaskExecutor(executor);
        factory.setConcurrentConsumers(consumers);
        factory.setPrefetchCount(1);
        factory.setAcknowledgeMode(AcknowledgeMode.AUTO);
        factory.setDefaultRequeueRejected(false);
        factory.setMissingQueuesFatal(false);
        factory.setErrorHandler(errors);
        factory.setContainerCustomizer(container -> container.setShutdownTimeout(Settlement.SHUTDOWN.toMillis()));
        return factory;
    }
}
