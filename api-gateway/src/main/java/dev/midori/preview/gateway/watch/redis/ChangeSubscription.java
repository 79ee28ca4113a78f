package dev.midori.preview.gateway.watch.redis;

import dev.midori.preview.gateway.watch.Bells;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/** Rings for every change that a script announces. After an outage of Redis it subscribes again by itself. */
@Configuration(proxyBeanMethods = false)
class ChangeSubscription {
    /** Where the scripts of the shared model announce the id of whatever changed. */
    private static final ChannelTopic CHANGES = ChannelTopic.of("preview:changes");

    private static final long TRY_AGAIN_MILLIS = 1000;

    @Bean
    RedisMessageListenerContainer changes(RedisConnectionFactory redis, Bells bells) {
        var subscriber = new SimpleAsyncTaskExecutor("changes-");
        subscriber.setVirtualThreads(true);
        var container = new RedisMessageListenerContainer();
        container.setConnectionFactory(redis);
        container.setSubscriptionExecutor(subscriber);
        container.setTaskExecutor(new SyncTaskExecutor());
        container.setRecoveryInterval(TRY_AGAIN_MILLIS);
        container.addMessageListener(
                (message, _) -> bells.ring(new String(message.getBody(), StandardCharsets.US_ASCII)), CHANGES);
        return container;
    }
}
