package dev.midori.preview.reaper.control.amqp;

import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** How operators' commands arrive: a few at once, so that one that takes long leaves the figures to be asked for. */
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {
    private static final int AT_ONCE = 3;

    @Bean
    SimpleRabbitListenerContainerFactory controlContainers(ConnectionFactory connections) {
        var executor = new SimpleAsyncTaskExecutor("control-");
        executor.setVirtualThreads(true);
        var factory = new SimpleRabbitListenerContainerFactory();
        factory.setConnectionFactory(connections);
        factory.setTaskExecutor(executor);
        factory.setConcurrentConsumers(AT_ONCE);
        factory.setPrefetchCount(1);
        factory.setDefaultRequeueRejected(false);
        factory.setMissingQueuesFatal(false);
        return factory;
    }
}
