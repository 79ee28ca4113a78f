package dev.midori.preview.state.redis;

import dev.midori.preview.limits.PreviewLimits;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What operators look at, for those who tell and those who show it. */
@Configuration(proxyBeanMethods = false)
public class OversightConfiguration {
    @Bean
    RedisWorkforce workforce(StringRedisTemplate redis, Clock clock) {
        return new RedisWorkforce(redis, clock);
    }

    @Bean
    RedisInventory inventory(StringRedisTemplate redis, PreviewLimits limits, Clock clock) {
        return new RedisInventory(redis, clock, limits.dayZone());
    }
}
