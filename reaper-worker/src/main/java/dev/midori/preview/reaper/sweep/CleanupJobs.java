package dev.midori.preview.reaper.sweep;

import dev.midori.preview.state.CleanupSwitch;
import dev.midori.preview.state.Knowledge;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * When the sweeps run. None runs at start-up, because beats that waited for a reaper come first, and none while state
 * doesn't know of all that exists. An operator may switch off all but the one that repairs.
 */
@Component
public class CleanupJobs {
    private final IdleSweep idle;
    private final DueSweep due;
    private final ExpiredSweep expired;
    private final EndedSweep ended;
    private final Turns turns;
    private final Cadence cadence;
    private final CleanupSwitch cleanup;
    private final Knowledge knowledge;

    CleanupJobs(
            IdleSweep idle,
            DueSweep due,
            ExpiredSweep expired,
            EndedSweep ended,
            Turns turns,
            Cadence cadence,
            CleanupSwitch cleanup,
            Knowledge knowledge) {
        this.idle = idle;
        this.due = due;
        this.expired = expired;
        this.ended = ended;
        this.turns = turns;
        this.cadence = cadence;
        this.cleanup = cleanup;
        this.knowledge = knowledge;
    }

    @Scheduled(initialDelayString = "#{@cadence.idleInterval()}", fixedDelayString = "#{@cadence.idleInterval()}")
    void idleNow() {
        onSchedule(this::idle);
    }

    @Scheduled(initialDelayString = "#{@cadence.dueInterval()}", fixedDelayString = "#{@cadence.dueInterval()}")
    void dueNow() {
        due();
    }

    @Scheduled(initialDelayString = "#{@cadence.expiredInterval()}", fixedDelayString = "#{@cadence.expiredInterval()}")
    void expiredNow() {
        onSchedule(this::expired);
    }

    @Scheduled(initialDelayString = "#{@cadence.endedInterval()}", fixedDelayString = "#{@cadence.endedInterval()}")
    void endedNow() {
        onSchedule(this::ended);
    }

    private void onSchedule(Supplier<Optional<Report>> job) {
        if (cleanup.isOn()) {
            var _ = job.get();
        }
    }

    /** Looks for idle previews; empty where that was done a moment ago, or state isn't complete. */
    public Optional<Report> idle() {
        return run("idle", cadence.idleAtMost(), cadence.idleCooldown(), idle::run);
    }

    /** Looks at every record whose time has come. */
    public Optional<Report> due() {
        return run("due", cadence.dueAtMost(), Duration.ZERO, due::run);
    }

    /** Looks for previews that have run too long. */
    public Optional<Report> expired() {
        return run("expired", cadence.expiredAtMost(), Duration.ZERO, expired::run);
    }

    /** Forgets ended sandboxes whose time is over. */
    public Optional<Report> ended() {
        return run("ended", cadence.endedAtMost(), Duration.ZERO, ended::run);
    }

    private Optional<Report> run(String job, Duration atMost, Duration atLeast, Supplier<Report> work) {
        return knowledge.isComplete() ? turns.take(job, atMost, atLeast, work) : Optional.empty();
    }
}
