package dev.midori.preview.reaper.sweep;

import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The locks and the threads of the clean-up jobs. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SweepConfiguration {
    private static final Logger log = LoggerFactory.getLogger(SweepConfiguration.class);
    private static final int JOBS = 8;

    /** What the keys of all locks begin with. */
    static final String LOCKS = "preview:shedlock:";

    /** Locks are {@code preview:shedlock:<job>}. */
    @Bean
    RedisLockProvider lockProvider(RedisConnectionFactory redis) {
        return new RedisLockProvider.Builder(redis)
                .keyPrefix("preview")
                .environment("shedlock")
                // Without it, a holder that has overrun its lock takes away its successor's.
                .safeUpdate(true)
                .build();
    }

    /**
     * A thread for each job. Boot's own scheduler for virtual threads runs all fixed-delay jobs on a single one, where a
     * long idle sweep would hold up the due sweeps.
     */
    @Bean
    ThreadPoolTaskScheduler sweepScheduler() {
        var scheduler = new ThreadPoolTaskScheduler();
        scheduler.setVirtualThreads(true);
        scheduler.setPoolSize(JOBS);
        scheduler.setThreadNamePrefix("sweep-");
        scheduler.setErrorHandler(failure ->
                log.atError().setCause(failure).log("🔄 [CLEANUP SERVICE] a sweep broke off; the next one goes on"));
        return scheduler;
    }
}
