package dev.midori.preview.reaper.sweep;

import io.micrometer.core.instrument.MeterRegistry;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** When the sweeps run. None runs at start-up: beats that waited for a reaper come first. */
@Component
class CleanupJobs {
    private final IdleSweep idle;
    private final DueSweep due;
    private final EndedSweep ended;
    private final MeterRegistry meters;

    CleanupJobs(IdleSweep idle, DueSweep due, EndedSweep ended, MeterRegistry meters) {
        this.idle = idle;
        this.due = due;
        this.ended = ended;
        this.meters = meters;
    }

    @Scheduled(initialDelayString = "#{@cadence.idleInterval()}", fixedDelayString = "#{@cadence.idleInterval()}")
    @SchedulerLock(
            name = "idle",
            lockAtMostFor = "#{@cadence.idleAtMost()}",
            lockAtLeastFor = "#{@cadence.idleCooldown()}")
    public void idle() {
        time("idle", idle::run);
    }

    @Scheduled(initialDelayString = "#{@cadence.dueInterval()}", fixedDelayString = "#{@cadence.dueInterval()}")
    @SchedulerLock(name = "due", lockAtMostFor = "#{@cadence.dueAtMost()}")
    public void due() {
        time("due", due::run);
    }

    @Scheduled(initialDelayString = "#{@cadence.endedInterval()}", fixedDelayString = "#{@cadence.endedInterval()}")
    @SchedulerLock(name = "ended", lockAtMostFor = "#{@cadence.endedAtMost()}")
    public void ended() {
        time("ended", ended::run);
    }

    private void time(String job, Runnable sweep) {
        meters.timer("preview.sweep", "job", job).record(sweep);
    }
}
