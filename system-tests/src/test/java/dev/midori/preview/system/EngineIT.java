package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Workers as processes, and what happens to them: one circumstance in each test, on simulated sandboxes. */
@Order(1)
class EngineIT extends EngineSuite {
    @Test
    void aWorkerThatStoodStillForLongerThanItsLeaseTouchesNothingAnyMore() {
        var former = midori.startWorker(Map.of());
        var asked = ask("{\"install\":{\"millis\":20000}}");
        asked.awaitStep("installing");

        former.process().pause();
        midori.startWorker(Map.of());
        asked.awaitStatus("running");
        former.process().resume();

        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(10))
                .until(() -> asked.word("status").equals("running"));
        assertEachStepWasDoneOnce(asked);
    }

    @Test
    void aWorkerThatIsCutOffFromTheBrokerGivesWayToTheNext() {
        try (var line = BrokenLine.to(midori.rabbit().port())) {
            midori.startWorker(Map.of("RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:" + line.port()));
            var asked = ask("{\"install\":{\"millis\":8000}}");
            asked.awaitStep("installing");

            line.cut();
            midori.startWorker(Map.of());

            asked.awaitStatus("running");
            assertEachStepWasDoneOnce(asked);
            line.mend();
        }
    }

    @Test
    void aStopWinsInEveryStep() {
        midori.startWorker(Map.of());
        midori.faults(List.of(Map.of("operation", "CREATE", "delayMillis", 4000, "times", 1)));
        var creating = ask("{}");
        creating.awaitStep("creating");
        stopAndWatch(creating);

        var installing = ask("{\"install\":{\"millis\":60000}}");
        var building = ask("{\"build\":{\"millis\":60000}}");
        var starting = ask("{\"serve\":{\"millis\":60000}}");
        installing.awaitStep("installing");
        stopAndWatch(installing);
        building.awaitStep("building");
        stopAndWatch(building);
        starting.awaitStep("starting");
        stopAndWatch(starting);

        assertThat(List.of(creating, installing, building, starting))
                .extracting(asked -> asked.times("npm run dev"))
                .containsExactly(0, 0, 0, 1);
    }

    private void stopAndWatch(Asked asked) {
        assertThat(midori.stopFor(asked.user(), asked.id()).statusCode()).isEqualTo(200);

        asked.awaitStatus("stopped");
        var done = midori.effects().path(asked.id());
        assertThat(midori.sandboxesAtDaytona()).doesNotContain(asked.id());
        await().during(Duration.ofSeconds(2))
                .until(() -> midori.effects().path(asked.id()).equals(done));
    }

    @Test
    void aRollingRestartUnderLoadLosesAndRepeatsNothing() {
        for (int i = 0; i < 3; i++) {
            midori.startWorker(Map.of("PREVIEW_WORKER_CONCURRENCY", "32"));
        }
        var all = IntStream.range(0, 40)
                .mapToObj(n -> ask("{\"install\":{\"millis\":%d}}".formatted(4000 + 500 * n)))
                .toList();

        for (var worker : List.copyOf(midori.workers())) {
            midori.startWorker(Map.of("PREVIEW_WORKER_CONCURRENCY", "32"));
            var told = Clock.systemUTC().instant();
            midori.leave(worker);
            assertThat(Duration.between(told, Clock.systemUTC().instant())).isLessThan(Duration.ofSeconds(30));
            assertThat(worker.process().log()).doesNotContain("did not hand over in time", "threw an exception");
        }

        all.forEach(asked -> asked.awaitStatus("running"));
        all.forEach(EngineSuite::assertEachStepWasDoneOnce);
    }

    @Test
    void aCreateThatLandsAfterItsWorkerDiedIsFoundAndNotRepeated() {
        midori.faults(List.of(Map.of("operation", "CREATE", "delayMillis", 5000, "times", 1)));
        var former = midori.startWorker(Map.of());
        var asked = ask("{}");
        asked.awaitStep("creating");

        midori.crash(former);
        midori.startWorker(Map.of());

        asked.awaitStatus("running");
        assertEachStepWasDoneOnce(asked);
        await().during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(10))
                .until(() -> midori.sandboxesAtDaytona().stream()
                                .filter(asked.id()::equals)
                                .count()
                        == 1);
    }
}
