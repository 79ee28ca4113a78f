package dev.midori.preview.reaper.sweep;

import dev.midori.preview.state.Canary.Judgement.Sound;
import dev.midori.preview.state.Census;
import dev.midori.preview.state.CleanupSwitch;
import org.springframework.stereotype.Component;

/**
 * Holds a sweep back that would remove most of what lives. When that many are idle at once something else may be wrong,
 * so the next sweep has to find the same ones still idle.
 */
@Component
class Brake {
    /** So few are never many. */
    private static final long FEW = 20;

    private final Census census;
    private final CleanupSwitch cleanup;

    Brake(Census census, CleanupSwitch cleanup) {
        this.census = census;
        this.cleanup = cleanup;
    }

    /** Whether to remove nothing this time. */
    boolean holds(Census.Count count, Sound judgement) {
        if (!isMost(count.idle(), count.live())) {
            cleanup.release();
            return false;
        }
        var before = cleanup.braked().filter(through -> through.isBefore(judgement.through()));
        var stillIdle = before.map(through -> census.take(through).idle()).orElse(0L);
        var confirmed = isMost(stillIdle, count.live());
        cleanup.brake(confirmed ? before.orElseThrow() : judgement.through());
        return !confirmed;
    }

    private static boolean isMost(long idle, long live) {
        return idle > FEW && idle * 2 > live;
    }
}
