package dev.midori.preview.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Installed packages that are kept for the next project that needs the same ones.
 *
 * @param enabled  whether any are kept or used
 * @param maxSets  how many sets are kept; the one that was used least recently makes room
 * @param maxBytes what their snapshots may take together
 * @param maxAge   after which a set is installed anew, so that ranges and tags mean what they mean at the registry
 * @param uses     how many jobs must have wanted a set before it is built
 * @param sweepInterval how often what is no longer used is removed
 */
@ConfigurationProperties("preview.dependencies")
public record DependencySettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("50") int maxSets,
        @DefaultValue("50GB") DataSize maxBytes,
        @DefaultValue("24h") Duration maxAge,
        @DefaultValue("1") int uses,
        @DefaultValue("10m") Duration sweepInterval) {
    public DependencySettings {
        if (maxSets < 1 || uses < 1 || maxBytes.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "preview.dependencies.max-sets, .max-bytes and .uses must be at least 1; to keep none, set"
                            + " preview.dependencies.enabled=false");
        }
        Check.positive("preview.dependencies.max-age", maxAge);
        Check.positive("preview.dependencies.sweep-interval", sweepInterval);
    }
}
