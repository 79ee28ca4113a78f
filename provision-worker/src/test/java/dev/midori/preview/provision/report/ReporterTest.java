package dev.midori.preview.provision.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.fake.TickingClock;
import dev.midori.preview.provision.outage.Breaker;
import dev.midori.preview.provision.outage.Breakers;
import dev.midori.preview.state.WorkerReport;
import dev.midori.preview.state.WorkerReport.StepTimes;
import dev.midori.preview.state.Workforce;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.dao.QueryTimeoutException;

class ReporterTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final WorkerSettings SETTINGS = new Binder(
                    new MapConfigurationPropertySource(Map.of("preview.worker.concurrency", "7")))
            .bindOrCreate("preview.worker", WorkerSettings.class);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Reports reports = new Reports();

    /** Takes reports as Redis does, unless it is away. */
    private static final class Reports implements Workforce {
        private final List<WorkerReport> taken = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();
        private boolean isAway;

        private void requirePresent() {
            if (isAway) {
                throw new QueryTimeoutException("Redis is away");
            }
        }

        @Override
        public void report(WorkerReport report) {
            requirePresent();
            taken.add(report);
        }

        @Override
        public void gone(String name) {
            requirePresent();
            gone.add(name);
        }

        @Override
        public List<WorkerReport> present() {
            return taken;
        }
    }

    private Reporter reporter(Breaker breaker) {
        var reporter = new Reporter(reports, meters, breaker, SETTINGS, new TickingClock(START, Duration.ofSeconds(5)));
        reporter.start();
        return reporter;
    }

    @Test
    void aReportIsWhatTheMetersSay() {
        meters.gauge("preview.jobs.in.flight", inFlight);
        inFlight.set(3);
        meters.counter("preview.outcomes", "outcome", "running", "code", "none").increment(5);
        meters.counter("preview.outcomes", "outcome", "applied", "code", "none").increment(9);
        meters.counter("preview.outcomes", "outcome", "failed", "code", "BUILD_FAILED")
                .increment(2);
        meters.counter("preview.outcomes", "outcome", "failed", "code", "BUILD_TIMEOUT")
                .increment();
        var installing = meters.timer("preview.step", "step", "installing");
        installing.record(Duration.ofSeconds(2));
        installing.record(Duration.ofSeconds(6));

        reporter(Breakers.closed()).report();

        assertThat(reports.taken).singleElement().satisfies(report -> {
            assertThat(report.name())
                    .startsWith("worker-%d-".formatted(ProcessHandle.current().pid()));
            assertThat(report.startedAt()).isEqualTo(START);
            assertThat(report.at()).isEqualTo(START.plusSeconds(5));
            assertThat(report.inFlight()).isEqualTo(3);
            assertThat(report.capacity()).isEqualTo(7);
            assertThat(report.running()).isEqualTo(5);
            assertThat(report.failed()).isEqualTo(3);
            assertThat(report.paused()).isNull();
            assertThat(report.steps()).containsExactly(Map.entry("installing", new StepTimes(2, 8_000, 6_000)));
        });
    }

    @Test
    void aWorkerThatHasDoneNothingYetSaysSo() {
        reporter(Breakers.closed()).report();

        assertThat(reports.taken).singleElement().satisfies(report -> {
            assertThat(report.inFlight()).isZero();
            assertThat(report.running()).isZero();
            assertThat(report.failed()).isZero();
            assertThat(report.steps()).isEmpty();
        });
    }

    @Test
    void whyNoJobsAreTakenIsTold() {
        reporter(Breakers.open("503 from Daytona")).report();

        assertThat(reports.taken).extracting(WorkerReport::paused).containsExactly("503 from Daytona");
    }

    @Test
    void whileRedisIsAwayNothingIsLostButTheReport() {
        var reporter = reporter(Breakers.closed());
        reports.isAway = true;
        assertThatCode(reporter::report).doesNotThrowAnyException();

        reports.isAway = false;
        reporter.report();

        assertThat(reports.taken).hasSize(1);
        reports.isAway = true;
        assertThatCode(reporter::stop).doesNotThrowAnyException();
    }

    @Test
    void aWorkerThatGoesSaysGoodbyeUnderTheNameThatItHad() {
        var reporter = reporter(Breakers.closed());
        reporter.report();

        reporter.stop();

        assertThat(reports.gone).containsExactly(reports.taken.getFirst().name());
    }

    @Test
    void aWorkerThatHasGoneReportsNoMore() {
        var reporter = reporter(Breakers.closed());
        reporter.stop();

        reporter.report();

        assertThat(reports.taken).isEmpty();
    }
}
