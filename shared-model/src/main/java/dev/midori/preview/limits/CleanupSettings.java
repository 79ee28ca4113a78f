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
        @DefaultValue("5s") Duration dueInterval) {
    public CleanupSettings {
        Check.positive("preview.cleanup.idle-timeout", idleTimeout);
        Check.positive("preview.cleanup.idle-interval", idleInterval);
        Check.positive("preview.cleanup.expired-after", expiredAfter);
        Check.positive("preview.cleanup.expired-interval", expiredInterval);
        Check.positive("preview.cleanup.ended-after", endedAfter);
        Check.positive("preview.cleanup.ended-interval", endedInterval);
        Check.positive("preview.cleanup.due-interval", dueInterval);
        Check.below("preview.cleanup.idle-cooldown", idleCooldown, "preview.cleanup.idle-interval", idleInterval);
    }

    /** Refuses a total timeout that could outlive the memory of how the sandbox ended. */
    public void checkAgainst(PreviewTimeouts timeouts) {
        Check.below("preview.timeouts.total", timeouts.total(), "preview.cleanup.ended-after", endedAfter);
    }
}
