package dev.midori.preview.reaper;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast one reaper works.
 *
 * @param stopsPerSecond stop commands published at most, so that a large sweep doesn't flood Daytona; what is idle
 *                       beyond that waits, alive, for the next sweep
 */
@ConfigurationProperties("preview.reaper")
public record ReaperSettings(@DefaultValue("50") int stopsPerSecond) {
    public ReaperSettings {
        if (stopsPerSecond < 1 || stopsPerSecond > 10_000) {
            throw new IllegalArgumentException(
                    "preview.reaper.stops-per-second (%d) must be 1 to 10000".formatted(stopsPerSecond));
        }
    }
}
