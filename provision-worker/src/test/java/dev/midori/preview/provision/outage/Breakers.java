package dev.midori.preview.provision.outage;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** Breakers for tests of those who only look at them. */
public final class Breakers {
    private Breakers() {}

    public static Breaker closed() {
        return new Breaker(Clock.systemUTC(), new SimpleMeterRegistry());
    }

    /** As after an outage has begun. */
    public static Breaker open(String reason) {
        var breaker = closed();
        for (var sandbox = 0; !breaker.isOn(); sandbox++) {
            breaker.failed("sandbox-" + sandbox, reason);
        }
        return breaker;
    }
}
