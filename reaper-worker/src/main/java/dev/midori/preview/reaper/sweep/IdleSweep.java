package dev.midori.preview.reaper.sweep;

import dev.midori.preview.reaper.ReaperSettings;
import dev.midori.preview.state.Liveness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends previews that nobody looks at any more. It claims no faster than it may publish, and nothing more once the
 * broker has refused one: what isn't claimed stays alive until the next sweep.
 */
@Component
class IdleSweep {
    private static final Logger log = LoggerFactory.getLogger(IdleSweep.class);
    private static final int LARGEST_BATCH = 100;

    private final Liveness liveness;
    private final Stops stops;
    private final WorkingTime time;
    private final Cadence cadence;
    private final int batch;

    IdleSweep(Liveness liveness, Stops stops, WorkingTime time, Cadence cadence, ReaperSettings settings) {
        this.liveness = liveness;
        this.stops = stops;
        this.time = time;
        this.cadence = cadence;
        this.batch = Math.min(LARGEST_BATCH, settings.stopsPerSecond());
    }

    void run() {
        var publishing = stops.begin();
        var inTime = time.of(cadence.idleAtMost());
        var round = Round.over(() -> inTime.getAsBoolean() && publishing.failed() == 0, batch, partition -> {
            var orders = liveness.claimIdle(partition, batch);
            publishing.publish(orders);
            return orders.size();
        });
        round.warnOfFailures(log);
        log.atInfo()
                .addKeyValue("checked", round.looks())
                .addKeyValue("claimed", round.found())
                .addKeyValue("failed", publishing.failed())
                .log("🧹 [IDLE CLEANUP] sweep done");
    }
}
