package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What workers need goes away and comes back, and what could not be done is looked at by operators. */
@Order(2)
class OutagesIT extends EngineSuite {
    @Test
    void anOutageOfDaytonaSpendsNoAttemptAndIsWaitedOut() {
        var worker = midori.startWorker(Map.of("PREVIEW_WORKER_OUTAGEPROBE", "1s"));
        midori.faults(List.of(Map.of("status", 503)));
        var all = IntStream.range(0, 8).mapToObj(_ -> ask("{}")).toList();

        await().atMost(PATIENCE).until(() -> health(worker).contains("Daytona could not"));
        await().during(Duration.ofSeconds(3))
                .until(() ->
                        all.stream().noneMatch(asked -> asked.word("status").equals("error")));
        midori.faults(List.of());

        all.forEach(asked -> asked.awaitStatus("running"));
        assertThat(health(worker)).doesNotContain("Daytona could not");
        assertThat(midori.rabbit().depths().get("preview.dead-letters")).isZero();
    }

    private static String health(Service worker) {
        return Http.get(worker.url("/actuator/health/daytona")).body();
    }

    @Test
    void theBrokerMayGoAwayAndComeBack() {
        midori.startWorker(Map.of());
        var all = IntStream.range(0, 10)
                .mapToObj(_ -> ask("{\"install\":{\"millis\":6000}}"))
                .toList();
        all.getFirst().awaitStep("installing");

        midori.rabbit().stop();
        awaitAway();
        midori.rabbit().startAgain();

        all.forEach(asked -> asked.awaitStatus("running"));
        all.forEach(EngineSuite::assertEachStepWasDoneOnce);
    }

    @Test
    void redisMayGoAwayAndComeBack() {
        midori.startWorker(Map.of());
        var all = IntStream.range(0, 10)
                .mapToObj(_ -> ask("{\"install\":{\"millis\":6000}}"))
                .toList();
        all.getFirst().awaitStep("installing");

        midori.redis().stop();
        awaitAway();
        midori.redis().startAgain();

        all.forEach(asked -> asked.awaitStatus("running"));
        all.forEach(EngineSuite::assertEachStepWasDoneOnce);
    }

    private static void awaitAway() {
        var until = System.nanoTime() + Duration.ofSeconds(LONG ? 60 : 8).toNanos();
        await().atMost(Duration.ofSeconds(90)).until(() -> System.nanoTime() > until);
    }

    @Test
    void oneTraceLeadsFromTheCallToDaytona() {
        midori.startWorker(Map.of());
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var user = nextUser();

        var answer = midori.createFor(
                user, project("project", "{}", ""), "traceparent", "00-%s-00f067aa0ba902b7-01".formatted(trace));

        var asked = new Asked(midori, user, answer.json().path("sandboxId").asString());
        asked.awaitStatus("running");
        assertThat(asked.times("trace: " + trace)).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeDoneIsLookedAtAndReplayedByOperators() {
        midori.faults(List.of(Map.of("operation", "UPLOAD", "status", 500)));
        midori.startWorker(Map.of("PREVIEW_WORKER_ATTEMPTS", "1"));
        var asked = ask("{}");
        asked.awaitStatus("error");
        midori.faults(List.of());

        assertThat(deadLetters("list")).contains(asked.id(), "CreateSandbox", "FILE_UPLOAD_FAILED");
        assertThat(deadLetters("replay", "--all", "--dry-run")).isEqualTo("would replay 1");
        assertThat(deadLetters("list")).contains(asked.id());
        assertThat(deadLetters("replay", "--all", "--reason", "FILE_UPLOAD_FAILED"))
                .isEqualTo("replayed 1");

        asked.awaitStatus("running");
        assertThat(deadLetters("list")).isEqualTo("none");
        assertThat(List.of(asked.times("create"), asked.times("npm install"))).containsExactly(2, 1);
    }

    @Test
    void anUnreadableMessageComesBackUntilItIsDiscarded() {
        midori.startWorker(Map.of());
        midori.rabbit().publish("preview.provision", "{not json".getBytes(StandardCharsets.UTF_8));

        awaitDeadLetters("UNREADABLE");
        assertThat(deadLetters("replay", "--all")).isEqualTo("replayed 1");
        awaitDeadLetters("UNREADABLE");

        var id = deadLetters("list", "--json")
                .lines()
                .filter(line -> line.contains("\"id\""))
                .map(line -> line.replaceAll(".*: \"(.*)\".*", "$1"))
                .toList();
        assertThat(id).hasSize(1);
        assertThat(deadLetters("discard", id.getFirst())).isEqualTo("discarded 1");
        assertThat(deadLetters("list")).isEqualTo("none");
    }

    private void awaitDeadLetters(String words) {
        await().atMost(Duration.ofSeconds(20)).until(() -> deadLetters("list").contains(words));
    }

    /** As operators do it. */
    private String deadLetters(String... words) {
        var command = new ArrayList<>(List.of("deploy/ops", "dead-letters"));
        command.addAll(List.of(words));
        var builder =
                new ProcessBuilder(command).directory(Service.root().toFile()).redirectErrorStream(true);
        builder.environment().put("GATEWAY", midori.url("").toString());
        try (var output = builder.start().inputReader()) {
            return output.readAllAsString().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
