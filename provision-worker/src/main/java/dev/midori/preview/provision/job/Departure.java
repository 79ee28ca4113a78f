package dev.midori.preview.provision.job;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Knows that this process was told to go, before the listeners are asked to stop. */
@Component
public class Departure {
    private volatile boolean begun;

    @EventListener(ContextClosedEvent.class)
    void begin() {
        begun = true;
    }

    /** Throws {@link Handover} once the process is going. */
    public void check() {
        if (begun) {
            throw new Handover();
        }
    }
}
