package dev.midori.preview.reaper.sweep;

import dev.midori.preview.reaper.ReaperSettings;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Gives turns at a steady rate, to all threads together. Turns that nobody took are not saved up. */
@Component
class Pace {
    private final long gap;
    private final LongSupplier nanos;
    private long next;

    @Autowired
    Pace(ReaperSettings settings) {
        this(settings.stopsPerSecond(), System::nanoTime);
    }

    Pace(int perSecond, LongSupplier nanos) {
        this.gap = Duration.ofSeconds(1).toNanos() / perSecond;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** Returns when it is the caller's turn. */
    void await() throws InterruptedException {
        Thread.sleep(untilMyTurn());
    }

    synchronized Duration untilMyTurn() {
        long now = nanos.getAsLong();
        // A difference, because the source of time may wrap around.
        long wait = Math.max(0, next - now);
        next = now + wait + gap;
        return Duration.ofNanos(wait);
    }
}
