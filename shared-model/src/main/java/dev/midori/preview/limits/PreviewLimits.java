package dev.midori.preview.limits;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one user and one project may have.
 *
 * @param maxUsagePerDay         running time that a user has per day
 * @param dayZone                where that day begins and ends
 * @param maxConcurrentSandboxes live sandboxes per user
 * @param whenExceeded           what happens to another project's sandbox that is in the way
 * @param maxFiles               files of one project
 * @param maxFileSize            bytes of one file
 * @param maxProjectSize         bytes of one project's request
 */
@ConfigurationProperties("preview.limits")
public record PreviewLimits(
        @DefaultValue("1h") Duration maxUsagePerDay,
        @DefaultValue("UTC") ZoneId dayZone,
        @DefaultValue("1") int maxConcurrentSandboxes,
        @DefaultValue("replace-abandoned") WhenExceeded whenExceeded,
        @DefaultValue("1000") int maxFiles,
        @DefaultValue("1MB") DataSize maxFileSize,
        @DefaultValue("8MB") DataSize maxProjectSize) {
    /** The age that no sandbox outlives, whatever its owner's quota. */
    public static final Duration LONGEST_LIFE = Duration.ofHours(24);

    /** What a new project does to the sandbox of another one when the limit is reached. */
    public enum WhenExceeded {
        /** Replaces it when its page is gone, else is refused. */
        REPLACE_ABANDONED,
        /** Is refused. */
        REFUSE,
        /** Replaces it. */
        REPLACE
    }

    public PreviewLimits {
        Check.positive("preview.limits.max-usage-per-day", maxUsagePerDay);
        Check.atLeastOne("preview.limits.max-concurrent-sandboxes", maxConcurrentSandboxes);
        Check.atLeastOne("preview.limits.max-files", maxFiles);
        Check.atLeastOne("preview.limits.max-file-size", maxFileSize.toBytes());
        if (maxProjectSize.compareTo(maxFileSize) < 0) {
            throw new IllegalArgumentException(
                    "preview.limits.max-project-size (%s) must not be below preview.limits.max-file-size (%s)"
                            .formatted(maxProjectSize, maxFileSize));
        }
    }
}
