package dev.midori.preview.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many sandboxes there are, and how the cleaning up goes, over all replicas.
 *
 * @param byStatus          sandboxes by the word for their status; each word is there
 * @param on                whether the sweeps run at all
 * @param oldestRunningAge  in minutes; {@code null} where none runs
 * @param oldestStoppedAge  in minutes; {@code null} where none is remembered
 * @param lastCleanup       when idle previews were last looked for, in epoch milliseconds; {@code null} if never
 * @param heartbeatLag      between a canary's publication and its application, in seconds; {@code null} while unknown
 * @param judging           {@code null} while idle previews can be told, else why not
 * @param intervalsSeconds  between two runs, by job
 */
public record CleanupStats(
        Map<String, Long> byStatus,
        boolean on,
        @Nullable Long oldestRunningAge,
        @Nullable Long oldestStoppedAge,
        @Nullable Long lastCleanup,
        @Nullable Double heartbeatLag,
        @Nullable String judging,
        Map<String, Long> intervalsSeconds) {
    public CleanupStats {
        byStatus = Map.copyOf(byStatus);
        intervalsSeconds = Map.copyOf(intervalsSeconds);
    }

    /** All of them. */
    public long total() {
        return byStatus.values().stream().mapToLong(Long::longValue).sum();
    }
}
