package dev.midori.preview.reaper.sync;

import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.reaper.sweep.Report;
import dev.midori.preview.reaper.sweep.Turns;
import dev.midori.preview.state.CleanupSwitch;
import dev.midori.preview.state.Knowledge;
import dev.midori.preview.state.Reconciliation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.javacrumbs.shedlock.core.LockProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** When comparisons with Daytona are made: at once while state isn't complete, hourly, and again where one left suspects. */
@Component
public class Sync {
    private static final Logger log = LoggerFactory.getLogger(Sync.class);
    private static final String JOB = "sync";

    /** A pass may take long, so its lock is kept while it runs, and soon free where its holder died. */
    private static final Duration LOCK = Duration.ofSeconds(30);

    private final Pass pass;
    private final Knowledge knowledge;
    private final Reconciliation state;
    private final CleanupSwitch cleanup;
    private final CleanupSettings settings;
    private final Turns turns;
    private final LockProvider keptLocks;
    private final Clock clock;

    Sync(
            Pass pass,
            Knowledge knowledge,
            Reconciliation state,
            CleanupSwitch cleanup,
            CleanupSettings settings,
            Turns turns,
            @Qualifier("keptLocks") LockProvider keptLocks,
            Clock clock) {
        this.pass = pass;
        this.knowledge = knowledge;
        this.state = state;
        this.cleanup = cleanup;
        this.settings = settings;
        this.turns = turns;
        this.keptLocks = keptLocks;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "#{@cadence.dueInterval()}")
    void whenNeeded() {
        if (!isNeeded()) {
            return;
        }
        try {
            now();
        } catch (DaytonaException e) {
            log.atWarn()
                    .addKeyValue("complete", knowledge.isComplete())
                    .addKeyValue("cause", e.getMessage())
                    .log("🔁 [SYNC] broke off; tried again in a moment");
        }
    }

    /**
     * Makes one now; empty where another replica is at it.
     *
     * @throws DaytonaException where Daytona can't be asked
     */
    public Optional<Report> now() {
        return turns.take(keptLocks, JOB, LOCK, Duration.ZERO, pass::run);
    }

    private boolean isNeeded() {
        if (!knowledge.isComplete()) {
            return true;
        }
        var sinceLast = Duration.between(cleanup.lastDone().getOrDefault(JOB, Instant.EPOCH), clock.instant());
        return sinceLast.compareTo(settings.syncInterval()) >= 0
                || (sinceLast.compareTo(settings.syncGrace()) >= 0 && state.suspects() > 0);
    }
}
