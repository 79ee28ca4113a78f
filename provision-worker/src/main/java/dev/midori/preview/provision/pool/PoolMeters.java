package dev.midori.preview.provision.pool;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How often jobs found a sandbox that waited, and for how long those had waited. */
@Component
class PoolMeters {
    private final MeterRegistry meters;

    PoolMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** What became of a job's claim. */
    enum Claim {
        /** Its project shows in a sandbox that waited. */
        HIT,
        /** No template is like its project. */
        UNMATCHED,
        /** None waited just then. */
        EMPTY,
        /** Daytona had it no more, or it was somebody else's there. */
        GONE,
        /** Daytona refused the labels. */
        REFUSED,
        /** It didn't show the project, or nothing at all. */
        UNFIT
    }

    void claimed(Claim claim) {
        meters.counter("preview.pool.claims", "outcome", claim.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** The time in which it was nobody's is paid for like any other. */
    void waited(Duration time) {
        meters.timer("preview.sandbox.life", "reason", "handed_over").record(time.isNegative() ? Duration.ZERO : time);
    }
}
