package dev.midori.preview.provision.job;

import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.state.Jobs;
import dev.midori.preview.state.redis.RedisJobs;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Jobs as this process holds them. */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {
    @Bean
    Jobs jobs(
            StringRedisTemplate redis,
            PreviewTimeouts timeouts,
            CleanupSettings cleanup,
            PreviewLimits limits,
            WorkerSettings settings,
            Clock clock) {
        var owner = "worker-%d-%s".formatted(ProcessHandle.current().pid(), UUID.randomUUID());
        return new RedisJobs(redis, timeouts, cleanup, limits, clock, owner, settings.lease());
    }
}
