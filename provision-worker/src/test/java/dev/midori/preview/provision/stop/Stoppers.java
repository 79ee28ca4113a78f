package dev.midori.preview.provision.stop;

import dev.midori.preview.provision.fake.TickingClock;
import dev.midori.preview.provision.job.Departure;
import dev.midori.preview.provision.job.WorkerUnderTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** What a worker ends sandboxes with, whose patience is over soon. */
public final class Stoppers {
    private Stoppers() {}

    public static Stopper on(WorkerUnderTest test) {
        return on(test, new SimpleMeterRegistry());
    }

    static Stopper on(WorkerUnderTest test, MeterRegistry meters) {
        var clock = new TickingClock(Clock.systemUTC().instant(), Duration.ofSeconds(1));
        return new Stopper(
                test.daytona, test.endings, test.pool(), () -> false, new Departure(), test.settings(), clock, meters);
    }
}
