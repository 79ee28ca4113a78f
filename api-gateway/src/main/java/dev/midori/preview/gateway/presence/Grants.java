package dev.midori.preview.gateway.presence;

import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.HeartbeatSettings;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a sign of an owner is worth. */
@Component
public class Grants {
    private final Duration told;
    private final Duration untold;
    private final Duration longest;
    private final Duration interval;

    Grants(CleanupSettings cleanup, HeartbeatSettings heartbeats) {
        this.told = cleanup.idleTimeout();
        this.untold = cleanup.untold();
        this.longest = cleanup.longestGrant();
        var half = told.dividedBy(2);
        this.interval = heartbeats.interval().compareTo(half) < 0 ? heartbeats.interval() : half;
    }

    /** For a client that was told when its next sign is expected. */
    public Duration told() {
        return told;
    }

    /** For one that was perhaps never told, and signs at a pace of its own that nobody knows yet. */
    public Duration untold() {
        return untold;
    }

    /** For one that reads the status at this pace: one sign may be lost, within limits. */
    public Duration reading(Optional<Duration> pace) {
        return pace.map(every -> every.multipliedBy(2))
                .map(twice -> twice.compareTo(told) < 0 ? told : twice)
                .map(twice -> twice.compareTo(longest) > 0 ? longest : twice)
                .orElse(untold);
    }

    /** When a client shall send its next sign: often enough that one may be lost. */
    public Duration interval() {
        return interval;
    }
}
