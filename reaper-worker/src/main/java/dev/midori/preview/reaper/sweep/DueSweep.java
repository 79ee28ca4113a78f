package dev.midori.preview.reaper.sweep;

import dev.midori.preview.state.Due;
import dev.midori.preview.state.Due.Late;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * Has every record that is due looked at, and publishes the stops that follow. While the broker takes none, it goes on
 * looking: what ends in Redis alone must not wait for it, and the rest is due again in a minute.
 */
@Component
class DueSweep {
    private static final Logger log = LoggerFactory.getLogger(DueSweep.class);
    private static final int BATCH = 100;

    private final Due due;
    private final Stops stops;
    private final LastLook lastLook;
    private final WorkingTime time;
    private final Cadence cadence;

    DueSweep(Due due, Stops stops, LastLook lastLook, WorkingTime time, Cadence cadence) {
        this.due = due;
        this.stops = stops;
        this.lastLook = lastLook;
        this.time = time;
        this.cadence = cadence;
    }

    Report run() {
        var sweeping = new Sweeping(stops.begin());
        var late = new ArrayList<Late>();
        Sweeping.Claim look = (partition, _) -> {
            var looked = due.look(partition, BATCH);
            late.addAll(looked.late());
            return looked.claims();
        };
        var round = sweeping.over(time.of(cadence.dueAtMost()), BATCH, look, log);
        lastLook.at(late);
        return sweeping.report("🔄 [CLEANUP SERVICE] due sweep done", round)
                .logTo(log, round.found() > 0 ? Level.INFO : Level.DEBUG);
    }
}
