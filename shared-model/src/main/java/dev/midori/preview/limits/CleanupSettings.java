package dev.midori.preview.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When what is cleaned up.
 *
 * @param idleTimeout     no sign of the owner for this long ends a preview
 * @param idleInterval    how often idle previews are looked for
 * @param idleCooldown    least time between two looks, over all replicas
 * @param expiredAfter    state older than this goes, its sandbox with it
 * @param expiredInterval how often that is looked for
 * @param endedAfter      how long stopped and failed sandboxes are remembered
 * @param endedInterval   how often their indexes are tidied
 * @param dueInterval     how often overdue records are looked for
 * @param syncInterval    how often Redis is compared with Daytona
 * @param syncGrace       what two passes must agree about, so long apart, before anything is removed
 */
@ConfigurationProperties("preview.cleanup")
public record CleanupSettings(
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue("5m") Duration idleInterval,
        @DefaultValue("4m") Duration idleCooldown,
        @DefaultValue("24h") Duration expiredAfter,
        @DefaultValue("1h") Duration expiredInterval,
        @DefaultValue("2h") Duration endedAfter,
        @DefaultValue("1h") Duration endedInterval,
        @DefaultValue("5s") Duration dueInterval,
        @DefaultValue("1h") Duration syncInterval,
        @DefaultValue("2m") Duration syncGrace) {
    public CleanupSettings {
        Check.positive("preview.cleanup.idle-timeout", idleTimeout);
        Check.positive("preview.cleanup.idle-interval", idleInterval);
        Check.positive("preview.cleanup.expired-after", expiredAfter);
        Check.positive("preview.cleanup.expired-interval", expiredInterval);
        Check.positive("preview.cleanup.ended-after", endedAfter);
        Check.positive("preview.cleanup.ended-interval", endedInterval);
        Check.positive("preview.cleanup.due-interval", dueInterval);
        Check.positive("preview.cleanup.sync-grace", syncGrace);
        Check.below("preview.cleanup.sync-grace", syncGrace, "preview.cleanup.sync-interval", syncInterval);
        Check.below("preview.cleanup.idle-cooldown", idleCooldown, "preview.cleanup.idle-interval", idleInterval);
    }

    /** What a sign is worth of a client that was perhaps never told how often to send one. */
    public Duration untold() {
        return idleTimeout.multipliedBy(2);
    }

    /** The most that any sign is worth. */
    public Duration longestGrant() {
        return idleTimeout.multipliedBy(3);
    }

    /** Such a client is gone after one and a half of the slowest interval that {@link #untold} allows for. */
    public Duration goneWhenUntold() {
        return untold().multipliedBy(3).dividedBy(4);
    }

    /** Refuses a total timeout that could outlive the memory of how the sandbox ended. */
    public void checkAgainst(PreviewTimeouts timeouts) {
        Check.below("preview.timeouts.total", timeouts.total(), "preview.cleanup.ended-after", endedAfter);
    }
}
