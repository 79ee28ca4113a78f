package dev.midori.preview.reaper.sync;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.PreviewProbe;
import dev.midori.preview.daytona.http.DaytonaProperties;
import dev.midori.preview.daytona.http.HttpDaytona;
import dev.midori.preview.daytona.http.HttpPreviewProbe;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.state.Knowledge;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/** Daytona as the reaper asks it, and whether state is complete. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DaytonaProperties.class, SandboxSettings.class})
class SyncConfiguration {
    @Bean
    Daytona daytona(DaytonaProperties properties, RestClient.Builder builder) {
        return new HttpDaytona(properties.settings(), builder);
    }

    @Bean
    PreviewProbe previewProbe(DaytonaProperties properties) {
        return new HttpPreviewProbe(properties.settings().timeouts());
    }

    @Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
    ScheduledExecutorService lockKeeper() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("lock-keeper").daemon().factory());
    }

    /** Locks that are held for as long as their work takes. */
    @Bean(defaultCandidate = false)
    LockProvider keptLocks(RedisLockProvider locks, @Qualifier("lockKeeper") ScheduledExecutorService lockKeeper) {
        return new KeepAliveLockProvider(locks, lockKeeper);
    }

    /** Nothing is cleaned up, and gateways answer nobody, before state is complete. */
    @Bean
    HealthIndicator stateCompleteHealthIndicator(Knowledge knowledge) {
        return () -> (knowledge.isComplete() ? Health.up() : Health.outOfService()).build();
    }
}
