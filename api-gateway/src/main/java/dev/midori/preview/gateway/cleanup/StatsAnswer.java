package dev.midori.preview.gateway.cleanup;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.midori.preview.command.CleanupStats;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How things are, in the words that frontends read. Ages in minutes, intervals in seconds.
 *
 * @param notJudging why idle previews can't be told just now; {@code null} while they can
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record StatsAnswer(
        long total,
        long running,
        long stopped,
        long error,
        long creating,
        long building,
        long stopping,
        boolean isServiceRunning,
        @Nullable Long oldestRunningAge,
        @Nullable Long oldestStoppedAge,
        @Nullable Long lastCleanup,
        @Nullable Double heartbeatLagSeconds,
        @Nullable String notJudging,
        ServiceHealth serviceHealth) {
    record ServiceHealth(boolean isRunning, Map<String, Long> intervals) {}

    static StatsAnswer of(CleanupStats stats) {
        var counts = stats.byStatus();
        return new StatsAnswer(
                stats.total(),
                counts.getOrDefault("running", 0L),
                counts.getOrDefault("stopped", 0L),
                counts.getOrDefault("error", 0L),
                counts.getOrDefault("creating", 0L),
                counts.getOrDefault("building", 0L),
                counts.getOrDefault("stopping", 0L),
                stats.on(),
                stats.oldestRunningAge(),
                stats.oldestStoppedAge(),
                stats.lastCleanup(),
                stats.heartbeatLag(),
                stats.judging(),
                new ServiceHealth(stats.on(), stats.intervalsSeconds()));
    }
}
