package dev.midori.preview.reaper.sweep;

import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.reaper.ReaperSettings;
import dev.midori.preview.state.Canary;
import dev.midori.preview.state.Canary.Judgement;
import dev.midori.preview.state.Census;
import dev.midori.preview.state.Liveness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * Ends previews that nobody looks at any more, as long as silence means that. It claims no faster than it may publish,
 * and nothing more once the broker has refused one: what isn't claimed stays alive until the next sweep.
 */
@Component
class IdleSweep {
    private static final Logger log = LoggerFactory.getLogger(IdleSweep.class);
    private static final int LARGEST_BATCH = 100;

    private final Liveness liveness;
    private final Canary canary;
    private final Census census;
    private final Brake brake;
    private final Stops stops;
    private final WorkingTime time;
    private final Cadence cadence;
    private final CleanupSettings settings;
    private final int batch;

    IdleSweep(
            Liveness liveness,
            Canary canary,
            Census census,
            Brake brake,
            Stops stops,
            WorkingTime time,
            Cadence cadence,
            CleanupSettings settings,
            ReaperSettings reaper) {
        this.liveness = liveness;
        this.canary = canary;
        this.census = census;
        this.brake = brake;
        this.stops = stops;
        this.time = time;
        this.cadence = cadence;
        this.settings = settings;
        this.batch = Math.min(LARGEST_BATCH, reaper.stopsPerSecond());
    }

    Report run() {
        return switch (canary.judge()) {
            case Judgement.Unsound(var reason) ->
                Report.of("🧹 [IDLE CLEANUP] nothing is judged: heartbeats may not have arrived")
                        .with("claimed", 0)
                        .with("reason", reason)
                        .logTo(log, Level.WARN);
            // Nobody's allowance is shorter than the idle timeout.
            case Judgement.Sound sound
            when sound.term().compareTo(settings.idleTimeout()) < 0 ->
                Report.of("🧹 [IDLE CLEANUP] nothing is judged yet: heartbeats arrive again, but not for long enough")
                        .with("claimed", 0)
                        .with("termSeconds", sound.term().toSeconds())
                        .logTo(log, Level.INFO);
            case Judgement.Sound sound -> sweep(sound);
        };
    }

    private Report sweep(Judgement.Sound judgement) {
        var count = census.take(judgement.through());
        if (brake.holds(count, judgement)) {
            return Report.of(
                            "🧹 [IDLE CLEANUP] braked: most previews seem idle at once; the next sweep must find the same")
                    .with("claimed", 0)
                    .with("idle", count.idle())
                    .with("live", count.live())
                    .logTo(log, Level.WARN);
        }
        var publishing = stops.begin();
        var inTime = time.of(cadence.idleAtMost());
        var notAfter = judgement.now().plus(cadence.idleAtMost());
        var sweeping = new Sweeping(publishing);
        var round = sweeping.over(
                () -> inTime.getAsBoolean() && publishing.failed() == 0,
                batch,
                (partition, skip) -> liveness.claimIdle(partition, judgement, notAfter, skip, batch),
                log);
        return sweeping.report("🧹 [IDLE CLEANUP] sweep done", round)
                .with("live", count.live())
                .logTo(log, Level.INFO);
    }
}
