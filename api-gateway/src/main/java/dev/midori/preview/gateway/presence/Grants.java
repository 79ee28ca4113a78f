package dev.midori.preview.gateway.presence;

import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.HeartbeatSettings;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What a sign of an owner is worth. */
@Component
public class Grants {
    private final Duration told;
    private final Duration interval;

    Grants(CleanupSettings cleanup, HeartbeatSettings heartbeats) {
        this.told = cleanup.idleTimeout();
        var half = told.dividedBy(2);
        this.interval = heartbeats.interval().compareTo(half) < 0 ? heartbeats.interval() : half;
    }

    /** For a client that was told when its next sign is expected. */
    public Duration told() {
        return told;
    }

    /** For one that was perhaps never told, and signs at a pace of its own. */
    public Duration untold() {
        return told.multipliedBy(2);
    }

    /** When a client shall send its next sign: often enough that one may be lost. */
    public Duration interval() {
        return interval;
    }
}
