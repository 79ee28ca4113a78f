package dev.midori.preview.gateway.problem;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Lets one of many that are alike be told each second. An outage refuses thousands of calls, and metrics count each of them. */
final class OncePerSecond {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final AtomicReference<Instant> due = new AtomicReference<>(Instant.MIN);
    private final LongAdder untold = new LongAdder();

    OncePerSecond(InstantSource clock) {
        this.clock = clock;
    }

    /** One more has come. How many there were since the last that was told, with this one; 0 where it is not to be told. */
    long come() {
        untold.increment();
        var now = clock.instant();
        var next = due.get();
        return now.isBefore(next) || !due.compareAndSet(next, now.plus(INTERVAL)) ? 0 : untold.sumThenReset();
    }
}
