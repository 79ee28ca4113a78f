package dev.midori.preview.reaper.sweep;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says for how long a sweep may begin something new: not beyond its lock, and not once the process is told to go. */
@Component
public class WorkingTime {
    private final Clock clock;
    private volatile boolean closing;

    WorkingTime(Clock clock) {
        this.clock = clock;
    }

    /** True until that much time from now has passed. */
    public BooleanSupplier of(Duration atMost) {
        var end = clock.instant().plus(atMost);
        return () -> !closing && clock.instant().isBefore(end);
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        closing = true;
    }
}
