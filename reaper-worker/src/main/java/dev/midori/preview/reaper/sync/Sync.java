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
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final Duration UNHURRIED = Duration.ofMinutes(1);

    /** Comparisons that broke off, after which a sandbox that nobody can tell anything of holds the others up no more. */
    private static final int PATIENCE = 12;

    private final Pass pass;
    private final Knowledge knowledge;
    private final Reconciliation state;
    private final CleanupSwitch cleanup;
    private final CleanupSettings settings;
    private final Turns turns;
    private final LockProvider keptLocks;
    private final Clock clock;
    private final AtomicInteger brokenOff = new AtomicInteger();
    private volatile Instant notBefore = Instant.EPOCH;

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
        if (clock.instant().isBefore(notBefore) || !isNeeded()) {
            return;
        }
        try {
            now();
        } catch (DaytonaException e) {
            var complete = knowledge.isComplete();
            notBefore = clock.instant().plus(pause(e, complete));
            log.atWarn()
                    .addKeyValue("complete", complete)
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
        return turns.take(keptLocks, JOB, LOCK, Duration.ZERO, () -> {
            var report = pass.run(brokenOff.incrementAndGet() <= PATIENCE);
            brokenOff.set(0);
            return report;
        });
    }

    /** Gateways answer nobody while state isn't complete; otherwise there is no hurry. */
    private static Duration pause(DaytonaException failure, boolean complete) {
        var asked = failure instanceof DaytonaException.Throttled throttled ? throttled.retryAfter() : Duration.ZERO;
        var own = complete ? UNHURRIED : Duration.ZERO;
        return asked.compareTo(own) > 0 ? asked : own;
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
