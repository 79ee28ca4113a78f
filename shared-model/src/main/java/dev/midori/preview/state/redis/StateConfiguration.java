package dev.midori.preview.state.redis;

import dev.midori.preview.limits.CanarySettings;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.HeartbeatSettings;
import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.state.Canary;
import dev.midori.preview.state.Census;
import dev.midori.preview.state.Endings;
import dev.midori.preview.state.Events;
import dev.midori.preview.state.Memory;
import dev.midori.preview.state.PoolSwitch;
import dev.midori.preview.state.Rates;
import dev.midori.preview.state.Reconciliation;
import dev.midori.preview.state.Reservations;
import dev.midori.preview.state.Revisions;
import dev.midori.preview.state.Sandboxes;
import dev.midori.preview.state.Usage;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What every service needs to read and change state. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    PreviewLimits.class,
    PreviewTimeouts.class,
    CleanupSettings.class,
    HeartbeatSettings.class,
    CanarySettings.class,
    PoolSettings.class
})
public class StateConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RedisFloor redisFloor(StringRedisTemplate redis, CleanupSettings cleanup, PreviewTimeouts timeouts) {
        cleanup.checkAgainst(timeouts);
        return new RedisFloor(redis);
    }

    @Bean
    Sandboxes sandboxes(StringRedisTemplate redis) {
        return new RedisSandboxes(redis);
    }

    @Bean
    Reservations reservations(
            StringRedisTemplate redis,
            PreviewLimits limits,
            PreviewTimeouts timeouts,
            CleanupSettings cleanup,
            HeartbeatSettings heartbeats,
            Clock clock) {
        return new RedisReservations(redis, limits, timeouts, cleanup, heartbeats, clock);
    }

    @Bean
    Revisions revisions(StringRedisTemplate redis) {
        return new RedisRevisions(redis);
    }

    @Bean
    Rates rates(StringRedisTemplate redis) {
        return new RedisRates(redis);
    }

    @Bean
    Events events(StringRedisTemplate redis) {
        return new RedisEvents(redis);
    }

    @Bean
    Usage usage(StringRedisTemplate redis, PreviewLimits limits, Clock clock) {
        return new RedisUsage(redis, limits, clock);
    }

    @Bean
    Endings endings(
            StringRedisTemplate redis,
            CleanupSettings cleanup,
            PreviewTimeouts timeouts,
            PreviewLimits limits,
            Clock clock) {
        return new RedisEndings(redis, cleanup, timeouts, limits, clock);
    }

    @Bean
    RedisLiveness liveness(
            StringRedisTemplate redis,
            PreviewLimits limits,
            PreviewTimeouts timeouts,
            CleanupSettings cleanup,
            HeartbeatSettings heartbeats,
            Clock clock) {
        return new RedisLiveness(redis, limits, timeouts, cleanup, heartbeats, clock);
    }

    @Bean
    Canary canary(StringRedisTemplate redis, CanarySettings settings) {
        return new RedisCanary(redis, settings);
    }

    @Bean
    Census census(StringRedisTemplate redis) {
        return new RedisCensus(redis);
    }

    @Bean
    RedisCleanupSwitch cleanupSwitch(StringRedisTemplate redis, CleanupSettings cleanup, Clock clock) {
        return new RedisCleanupSwitch(redis, cleanup, clock);
    }

    @Bean
    RedisPool pool(StringRedisTemplate redis, PoolSettings settings, CleanupSettings cleanup) {
        return new RedisPool(redis, settings, cleanup);
    }

    @Bean
    PoolSwitch poolSwitch(StringRedisTemplate redis) {
        return new RedisPoolSwitch(redis);
    }

    @Bean
    Reconciliation reconciliation(
            StringRedisTemplate redis, CleanupSettings cleanup, PreviewLimits limits, Clock clock) {
        return new RedisReconciliation(redis, cleanup, limits, clock);
    }

    @Bean
    Memory memory(StringRedisTemplate redis) {
        return new RedisMemory(redis);
    }
}
