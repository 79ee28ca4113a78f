package dev.midori.preview.reaper.pool;

import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.reaper.sweep.Report;
import dev.midori.preview.reaper.sweep.Turns;
import dev.midori.preview.state.Knowledge;
import java.time.Duration;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** When the warm pool is looked after: by one replica at a time, and not before state knows of all that exists. */
@Component
public class PoolJob {
    private final PoolRound round;
    private final Turns turns;
    private final Knowledge knowledge;
    private final Duration atMost;

    PoolJob(PoolRound round, Turns turns, Knowledge knowledge, PoolSettings settings) {
        this.round = round;
        this.turns = turns;
        this.knowledge = knowledge;
        this.atMost = settings.refillInterval().multipliedBy(9).dividedBy(10);
    }

    @Scheduled(
            initialDelayString = "${preview.pool.refill-interval:10s}",
            fixedDelayString = "${preview.pool.refill-interval:10s}")
    void now() {
        var _ = look();
    }

    /** Empty where another replica is at it, or state isn't complete. */
    public Optional<Report> look() {
        return knowledge.isComplete() ? turns.take("pool", atMost, Duration.ZERO, round::run) : Optional.empty();
    }
}
