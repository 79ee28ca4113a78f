package dev.midori.preview.reaper.sweep;

import dev.midori.preview.limits.CleanupSettings;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * How often each job runs and how long its lock holds, for {@link CleanupJobs}. A lock always ends
 * before the next run, so that a reaper that died in a sweep costs no more than that one sweep.
 */
@Component("cadence")
public class Cadence {
    private final CleanupSettings settings;

    Cadence(CleanupSettings settings) {
        this.settings = settings;
    }

    /** Between two looks for idle previews. */
    public Duration idleInterval() {
        return settings.idleInterval();
    }

    /** The least time between two idle sweeps of all reapers together. */
    public Duration idleCooldown() {
        return settings.idleCooldown();
    }

    /** The longest that an idle sweep takes: between the cooldown and the interval. */
    public Duration idleAtMost() {
        return settings.idleCooldown().plus(settings.idleInterval()).dividedBy(2);
    }

    /** Between two looks for overdue records. */
    public Duration dueInterval() {
        return settings.dueInterval();
    }

    /** The longest that a due sweep takes. */
    public Duration dueAtMost() {
        return mostOf(settings.dueInterval());
    }

    /** Between two tidyings of the ended ones' index. */
    public Duration endedInterval() {
        return settings.endedInterval();
    }

    /** The longest that a tidying takes. */
    public Duration endedAtMost() {
        return mostOf(settings.endedInterval());
    }

    /** Between two looks for what has run too long. */
    public Duration expiredInterval() {
        return settings.expiredInterval();
    }

    /** The longest that such a look takes. */
    public Duration expiredAtMost() {
        return mostOf(settings.expiredInterval());
    }

    private static Duration mostOf(Duration interval) {
        return interval.multipliedBy(9).dividedBy(10);
    }
}
