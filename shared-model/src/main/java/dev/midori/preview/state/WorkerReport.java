package dev.midori.preview.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of itself now and then. Figures count from its start.
 *
 * @param name      of the process, as leases have it
 * @param at        when it said so
 * @param inFlight  jobs that it holds
 * @param capacity  jobs that it takes at once
 * @param running   previews that it brought to run
 * @param failed    previews that failed with it
 * @param paused    why it takes no jobs; {@code null} while it does
 * @param steps     by the step's word
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerReport(
        String name,
        Instant startedAt,
        Instant at,
        int inFlight,
        int capacity,
        long running,
        long failed,
        @Nullable String paused,
        Map<String, StepTimes> steps) {
    public WorkerReport {
        steps = Map.copyOf(steps);
    }

    /**
     * How long a step took. Milliseconds.
     *
     * @param recentMax the longest of the last minutes
     */
    public record StepTimes(long count, long total, long recentMax) {}
}
