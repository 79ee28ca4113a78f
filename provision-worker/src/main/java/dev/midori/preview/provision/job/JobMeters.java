package dev.midori.preview.provision.job;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.HoldLost;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * What the engine counts. Each job that was begun ends once as running, failed or applied, here or in another worker;
 * what is handed on in between is counted as an attempt's end only.
 */
@Component
public class JobMeters {
    private final MeterRegistry meters;
    private final Clock clock;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Timer queueAge;
    private final Timer startLatency;

    public JobMeters(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        meters.gauge("preview.jobs.in.flight", inFlight);
        this.queueAge = Timer.builder("preview.queue.age")
                .description("from when a create was asked for until a worker had it")
                .publishPercentileHistogram()
                .register(meters);
        this.startLatency = Timer.builder("preview.start.latency")
                .description("from when a create was asked for until its preview ran")
                .publishPercentileHistogram()
                .register(meters);
    }

    void began(CreateSandbox command, Work work) {
        inFlight.incrementAndGet();
        if (work.isForPool()) {
            return;
        }
        if (work.step() == Step.QUEUED) {
            queueAge.record(since(command.issuedAt()));
        } else {
            meters.counter("preview.resumes", "step", work.step().word()).increment();
        }
    }

    /** How many jobs this worker has in hand. */
    public int inFlight() {
        return inFlight.get();
    }

    void left() {
        inFlight.decrementAndGet();
    }

    /** The preview runs, or shows what it shall. */
    public void succeeded(Work work) {
        if (work.isForPool()) {
            filled(work, "running", "none");
            return;
        }
        var live = work.isLive();
        meters.counter("preview.outcomes", "outcome", live ? "applied" : "running", "code", "none")
                .increment();
        if (!live) {
            startLatency.record(since(work.wanted().since()));
        }
    }

    void failed(Work work, Failure failure) {
        if (work.isForPool()) {
            filled(work, "failed", failure.code().name());
            return;
        }
        meters.counter(
                        "preview.outcomes",
                        "outcome",
                        "failed",
                        "code",
                        failure.code().name())
                .increment();
    }

    /** What waits for people is no outcome of theirs. */
    private void filled(Work work, String outcome, String code) {
        var template = work.wanted().owner().project().value();
        meters.counter("preview.pool.fills", "template", template, "outcome", outcome, "code", code)
                .increment();
    }

    /** A build beside a preview came to this. */
    public void built(Build build) {
        meters.counter("preview.builds", "outcome", build.word()).increment();
    }

    /** A holder that is no longer one was kept from doing anything more. */
    void refused(HoldLost lost) {
        meters.counter("preview.fence.refusals", "reason", lost.reason().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** A step has been done. */
    public void stepped(Step step, Duration time) {
        meters.timer("preview.step", "step", step.word()).record(time);
    }

    private Duration since(Instant issuedAt) {
        var time = Duration.between(issuedAt, clock.instant());
        return time.isNegative() ? Duration.ZERO : time;
    }
}
