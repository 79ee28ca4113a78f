package dev.midori.preview.provision.report;

import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.outage.Breaker;
import dev.midori.preview.state.SignOfLife;
import dev.midori.preview.state.WorkerReport;
import dev.midori.preview.state.WorkerReport.StepTimes;
import dev.midori.preview.state.Workforce;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells operators every few seconds how this worker does, from the same meters that its metrics come from, and when it
 * goes, that it is gone.
 */
@Component
class Reporter extends SignOfLife {
    private static final Logger log = LoggerFactory.getLogger(Reporter.class);

    private final Workforce workforce;
    private final MeterRegistry meters;
    private final Breaker breaker;
    private final WorkerSettings settings;
    private final Clock clock;
    private final Instant startedAt;
    private final String name = "worker-%d-%s"
            .formatted(
                    ProcessHandle.current().pid(), UUID.randomUUID().toString().substring(0, 8));

    Reporter(Workforce workforce, MeterRegistry meters, Breaker breaker, WorkerSettings settings, Clock clock) {
        this.workforce = workforce;
        this.meters = meters;
        this.breaker = breaker;
        this.settings = settings;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Scheduled(fixedRate = 5, timeUnit = TimeUnit.SECONDS)
    void report() {
        whileHere(this::reportOnce);
    }

    private void reportOnce() {
        try {
            workforce.report(now());
        } catch (DataAccessException e) {
            log.atDebug().setCause(e).log("a report was not taken; the next one makes up for it");
        }
    }

    WorkerReport now() {
        return new WorkerReport(
                name,
                startedAt,
                clock.instant(),
                (int) meters.find("preview.jobs.in.flight").gauges().stream()
                        .mapToDouble(Gauge::value)
                        .sum(),
                settings.concurrency(),
                outcomes("running"),
                outcomes("failed"),
                breaker.state().map(Breaker.State::reason).orElse(null),
                steps());
    }

    private long outcomes(String outcome) {
        return (long) meters.find("preview.outcomes").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private Map<String, StepTimes> steps() {
        var steps = new HashMap<String, StepTimes>();
        for (Timer timer : meters.find("preview.step").timers()) {
            var step = timer.getId().getTag("step");
            if (step != null) {
                steps.put(step, new StepTimes(timer.count(), (long) timer.totalTime(TimeUnit.MILLISECONDS), (long)
                        timer.max(TimeUnit.MILLISECONDS)));
            }
        }
        return steps;
    }

    @Override
    protected void leave() {
        workforce.gone(name);
    }
}
