package dev.midori.preview.reaper.sweep;

import dev.midori.preview.state.CleanupSwitch;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Lets one replica at a time do a job. The locks only spare needless work: each script claims for itself, and refuses a
 * sweep whose lock has ended.
 */
@Component
public class Turns {
    private final LockProvider locks;
    private final CleanupSwitch cleanup;
    private final StringRedisTemplate redis;
    private final Clock clock;
    private final MeterRegistry meters;

    Turns(LockProvider locks, CleanupSwitch cleanup, StringRedisTemplate redis, Clock clock, MeterRegistry meters) {
        this.locks = locks;
        this.cleanup = cleanup;
        this.redis = redis;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Does it, unless another replica is at it, or did it a moment ago.
     *
     * @param atMost  after which another may begin, whatever became of this one
     * @param atLeast before which no other begins, whatever came of it
     */
    public Optional<Report> take(String job, Duration atMost, Duration atLeast, Supplier<Report> work) {
        return take(locks, job, atMost, atLeast, work);
    }

    /** The same, with locks of another kind. */
    public Optional<Report> take(
            LockProvider kind, String job, Duration atMost, Duration atLeast, Supplier<Report> work) {
        return kind.lock(new LockConfiguration(clock.instant(), job, atMost, atLeast))
                .map(lock -> {
                    try {
                        var report = meters.timer("preview.sweep", "job", job).record(work);
                        cleanup.done(job);
                        return report;
                    } finally {
                        lock.unlock();
                    }
                });
    }

    /** When the job may be done again. */
    public Duration until(String job) {
        var seconds = redis.getExpire(SweepConfiguration.LOCKS + job);
        return Duration.ofSeconds(seconds == null ? 0 : Math.max(0, seconds));
    }
}
