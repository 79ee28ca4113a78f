package dev.midori.preview.reaper.sweep;

import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.state.Liveness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/** Ends what has run for longer than any preview may, should the due sweep have lost sight of it. */
@Component
class ExpiredSweep {
    private static final Logger log = LoggerFactory.getLogger(ExpiredSweep.class);
    private static final int BATCH = 100;

    private final Liveness liveness;
    private final Stops stops;
    private final WorkingTime time;
    private final Cadence cadence;
    private final CleanupSettings settings;

    ExpiredSweep(Liveness liveness, Stops stops, WorkingTime time, Cadence cadence, CleanupSettings settings) {
        this.liveness = liveness;
        this.stops = stops;
        this.time = time;
        this.cadence = cadence;
        this.settings = settings;
    }

    Report run() {
        var publishing = stops.begin();
        var inTime = time.of(cadence.expiredAtMost());
        var sweeping = new Sweeping(publishing);
        var round = sweeping.over(
                () -> inTime.getAsBoolean() && publishing.failed() == 0,
                BATCH,
                (partition, skip) -> liveness.claimExpired(partition, settings.expiredAfter(), skip, BATCH),
                log);
        return sweeping.report("⏰ [EXPIRED CLEANUP] sweep done", round).logTo(log, Level.INFO);
    }
}
