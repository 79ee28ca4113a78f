package dev.midori.preview.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When silence means that nobody is there.
 *
 * @param interval   between two canaries of a gateway
 * @param maxGap     between two that arrived; after a longer one every term begins anew
 * @param maxLag     from a canary's publication to its application; after a longer one the term begins anew
 * @param seenWithin a gateway that Redis saw within this time must have been heard through the queue as well
 */
@ConfigurationProperties("preview.canary")
public record CanarySettings(
        @DefaultValue("15s") Duration interval,
        @DefaultValue("45s") Duration maxGap,
        @DefaultValue("15s") Duration maxLag,
        @DefaultValue("60s") Duration seenWithin) {
    public CanarySettings {
        Check.positive("preview.canary.interval", interval);
        Check.positive("preview.canary.max-lag", maxLag);
        Check.below("preview.canary.max-gap", maxGap, "preview.canary.seen-within", seenWithin);
    }
}
