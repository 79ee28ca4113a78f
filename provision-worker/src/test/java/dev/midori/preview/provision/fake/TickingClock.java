package dev.midori.preview.provision.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock on which some time has passed whenever it is looked at, so that no deadline has to be waited for. */
public final class TickingClock extends Clock {
    private final AtomicReference<Instant> now;
    private final Duration tick;

    public TickingClock(Instant now, Duration tick) {
        this.now = new AtomicReference<>(now);
        this.tick = tick;
    }

    @Override
    public Instant instant() {
        return now.getAndUpdate(then -> then.plus(tick));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
