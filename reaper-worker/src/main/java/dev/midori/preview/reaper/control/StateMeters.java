package dev.midori.preview.reaper.control;

import dev.midori.preview.command.CleanupStats;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.CleanupSwitch;
import dev.midori.preview.state.Knowledge;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The figures of the state that all replicas share, as metrics of each of them: take the largest over all reapers, not the
 * sum. They are read now and then, so that nobody who scrapes costs Redis anything, and are no numbers while Redis
 * doesn't answer.
 */
@Component
class StateMeters implements MeterBinder {
    private static final Logger log = LoggerFactory.getLogger(StateMeters.class);

    private final Statistics statistics;
    private final CleanupSwitch cleanup;
    private final Knowledge knowledge;
    private volatile @Nullable Seen seen;

    StateMeters(Statistics statistics, CleanupSwitch cleanup, Knowledge knowledge) {
        this.statistics = statistics;
        this.cleanup = cleanup;
        this.knowledge = knowledge;
    }

    private record Seen(CleanupStats stats, boolean braked, boolean complete) {
        double count(Status status) {
            return stats.byStatus().getOrDefault(status.word(), 0L);
        }

        double lag() {
            var lag = stats.heartbeatLag();
            return lag == null ? Double.NaN : lag;
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var status : Status.values()) {
            gauge("preview.sandboxes", seen -> seen.count(status))
                    .tag("status", status.word())
                    .description("sandboxes that state knows of, over all replicas")
                    .register(registry);
        }
        gauge("preview.heartbeat.lag", Seen::lag)
                .baseUnit("seconds")
                .description("from a canary's publication to its application, of the slowest gateway")
                .register(registry);
        gauge("preview.idle.judged", seen -> is(seen.stats().judging() == null))
                .description("1 while idle previews can be told from others")
                .register(registry);
        gauge("preview.sweep.braked", seen -> is(seen.braked()))
                .description("1 while a sweep that would remove most of what lives waits for the next one")
                .register(registry);
        gauge("preview.cleanup.on", seen -> is(seen.stats().on()))
                .description("0 where an operator has switched the sweeps off")
                .register(registry);
        gauge("preview.state.complete", seen -> is(seen.complete()))
                .description("1 once Redis has been compared with Daytona")
                .register(registry);
    }

    private Gauge.Builder<StateMeters> gauge(String name, ToDoubleFunction<Seen> figure) {
        return Gauge.builder(name, this, meters -> {
            var now = meters.seen;
            return now == null ? Double.NaN : figure.applyAsDouble(now);
        });
    }

    private static double is(boolean it) {
        return it ? 1 : 0;
    }

    @Scheduled(fixedDelayString = "${preview.reaper.figures-interval:15s}")
    void look() {
        try {
            seen = new Seen(statistics.take(), cleanup.braked().isPresent(), knowledge.isComplete());
        } catch (DataAccessException e) {
            seen = null;
            log.atDebug().setCause(e).log("🔄 [CLEANUP SERVICE] Redis does not tell its figures");
        }
    }
}
