package dev.midori.preview.reaper.sweep;

import dev.midori.preview.state.Due;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/** Tidies the index of ended sandboxes, whose records Redis has let go by itself. */
@Component
class EndedSweep {
    private static final Logger log = LoggerFactory.getLogger(EndedSweep.class);
    private static final int BATCH = 1_000;

    private final Due due;
    private final WorkingTime time;
    private final Cadence cadence;

    EndedSweep(Due due, WorkingTime time, Cadence cadence) {
        this.due = due;
        this.time = time;
        this.cadence = cadence;
    }

    Report run() {
        var round = Round.over(time.of(cadence.endedAtMost()), BATCH, partition -> due.forget(partition, BATCH));
        round.warnOfFailures(log);
        return Report.of("🗑️ [STOPPED CLEANUP] ended sandboxes forgotten")
                .with("forgotten", round.found())
                .logTo(log, Level.INFO);
    }
}
