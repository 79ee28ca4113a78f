package dev.midori.preview.reaper.control;

import dev.midori.preview.command.CleanupCommand.Action;
import dev.midori.preview.command.Reply;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.reaper.sweep.CleanupJobs;
import dev.midori.preview.reaper.sweep.Report;
import dev.midori.preview.reaper.sweep.Turns;
import dev.midori.preview.reaper.sweep.WorkingTime;
import dev.midori.preview.reaper.sync.Sync;
import dev.midori.preview.state.CleanupSwitch;
import dev.midori.preview.state.Memory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Does what operators say, and answers in time whether or not it is done by then. */
@Component
public class Control implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Control.class);

    /** Below the time that a gateway waits for the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration LONGEST_STOCKTAKING = Duration.ofMinutes(5);

    private final CleanupJobs jobs;
    private final Sync sync;
    private final Memory memory;
    private final CleanupSwitch cleanup;
    private final Statistics statistics;
    private final Turns turns;
    private final WorkingTime time;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Control(
            CleanupJobs jobs,
            Sync sync,
            Memory memory,
            CleanupSwitch cleanup,
            Statistics statistics,
            Turns turns,
            WorkingTime time) {
        this.jobs = jobs;
        this.sync = sync;
        this.memory = memory;
        this.cleanup = cleanup;
        this.statistics = statistics;
        this.turns = turns;
        this.time = time;
    }

    /** Acts, and says what came of it. */
    public Reply.CleanedUp obey(Action action) {
        if (action != Action.STATS) {
            log.atInfo().addKeyValue("action", action.word()).log("🔄 [CLEANUP SERVICE] told by an operator");
        }
        var report = switch (action) {
            case STATS -> Report.of("The figures are current.");
            case START -> turn(true);
            case STOP -> turn(false);
            case CLEANUP -> inTime(this::cleanUp);
            case STOPPED -> inTime(() -> skippable("ended", jobs.ended()));
            case SYNC -> inTime(this::compare);
            case MEMORY -> inTime(this::takeStock);
        };
        return new Reply.CleanedUp(report.message(), report.figures(), statistics.take());
    }

    private Report turn(boolean on) {
        cleanup.turn(on);
        return Report.of(
                        on
                                ? "🔄 [CLEANUP SERVICE] started, on every replica"
                                : "🔄 [CLEANUP SERVICE] stopped, on every replica, until it is started again")
                .logTo(log, Level.INFO);
    }

    private Report cleanUp() {
        var idle = skippable("idle", jobs.idle());
        var expired = skippable("expired", jobs.expired());
        return new Report(idle.message(), Map.of("idle", idle.figures(), "expired", expired.figures()));
    }

    private Report skippable(String job, Optional<Report> report) {
        return report.orElseGet(
                () -> Report.of("🔄 [CLEANUP SERVICE] skipped: it was done a moment ago, or is being done")
                        .with("skipped", true)
                        .with("nextInSeconds", turns.until(job).toSeconds())
                        .logTo(log, Level.INFO));
    }

    private Report compare() {
        try {
            return skippable("sync", sync.now());
        } catch (DaytonaException e) {
            return Report.of("🔁 [SYNC] broke off: Daytona could not be asked")
                    .with("failed", true)
                    .logTo(log, Level.WARN);
        }
    }

    private Report takeStock() {
        var stock = memory.takeStock(time.of(LONGEST_STOCKTAKING));
        var kinds = new LinkedHashMap<String, Object>();
        stock.kinds().forEach((kind, held) -> kinds.put(kind, Map.of("count", held.count(), "bytes", held.bytes())));
        return Report.of("🧠 [MEMORY] stock taken")
                .with("keys", stock.count())
                .with("bytes", stock.bytes())
                .with("dangling", stock.dangling())
                .with("lost", stock.lost())
                .with("kinds", kinds)
                .logTo(log, Level.INFO);
    }

    private Report inTime(Supplier<Report> work) {
        var under = threads.submit(() -> told(work));
        try {
            return under.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return Report.of("🔄 [CLEANUP SERVICE] still at it: the log tells what comes of it")
                    .with("finished", false);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before it was done", e);
        }
    }

    /** Whoever asked may be gone by then. */
    private static Report told(Supplier<Report> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("🔄 [CLEANUP SERVICE] what was asked for failed");
            throw e;
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
