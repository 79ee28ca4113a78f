package dev.midori.preview.reaper.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CleanupCommand;
import dev.midori.preview.command.CleanupCommand.Action;
import dev.midori.preview.command.Reply;
import dev.midori.preview.messaging.Requests;
import dev.midori.preview.reaper.OneSetOfReapers;
import dev.midori.preview.reaper.ReapersUnderTest;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.CleanupSwitch;
import dev.midori.preview.state.Endings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(OneSetOfReapers.class)
class ControlIT {
    private static ReapersUnderTest reapers;

    @BeforeAll
    static void start(ReapersUnderTest shared) {
        reapers = shared;
    }

    private static Reply.CleanedUp ask(Action action) {
        var command = new CleanupCommand(1, action, Clock.systemUTC().instant());
        return (Reply.CleanedUp) reapers.first()
                .getBean(Requests.class)
                .ask(command, Duration.ofSeconds(20))
                .orElseThrow();
    }

    @Test
    void figuresComeFromTheStateThatAllReplicasShare() {
        reapers.accepted("anna");
        var oldest = reapers.running("ben");
        reapers.running("cleo");
        reapers.pass(Duration.ofMinutes(7));
        reapers.signDirectly("gateway-1");
        reapers.first().getBean(Endings.class).stop(reapers.reserved("dora"), new UserId("dora"), EndReason.USER);

        var stats = ask(Action.STATS).stats();

        assertThat(stats.byStatus())
                .containsEntry("creating", 1L)
                .containsEntry("running", 2L)
                .containsEntry("error", 0L);
        assertThat(stats.total()).isEqualTo(3 + stats.byStatus().getOrDefault("stopped", 0L));
        assertThat(stats.oldestRunningAge()).isEqualTo(7);
        assertThat(stats.on()).isTrue();
        assertThat(stats.intervalsSeconds())
                .isEqualTo(Map.of("expiredCleanup", 3600L, "idleCleanup", 300L, "stoppedCleanup", 3600L));
        assertThat(reapers.stateOf(oldest)).isInstanceOf(SandboxState.Running.class);
    }

    @Test
    void figuresAreMetricsOfEachReplica() {
        reapers.running("ben");
        reapers.signDirectly("gateway-1");

        reapers.first().getBean(StateMeters.class).look();

        assertThat(gauge("preview.sandboxes", "status", "running")).isEqualTo(1);
        assertThat(gauge("preview.sandboxes", "status", "error")).isZero();
        assertThat(gauge("preview.heartbeat.lag")).isBetween(0.0, 15.0);
        assertThat(gauge("preview.idle.judged")).isEqualTo(1);
        assertThat(gauge("preview.sweep.braked")).isZero();
        assertThat(gauge("preview.cleanup.on")).isEqualTo(1);
        assertThat(gauge("preview.state.complete")).isEqualTo(1);
    }

    @Test
    void figuresAreNoNumbersWhileRedisIsAway() {
        reapers.state().stop();
        try {
            reapers.first().getBean(StateMeters.class).look();

            assertThat(gauge("preview.sandboxes", "status", "running")).isNaN();
            assertThat(gauge("preview.state.complete")).isNaN();
        } finally {
            reapers.state().startAgain();
        }
        await().untilAsserted(() -> {
            reapers.first().getBean(StateMeters.class).look();
            assertThat(gauge("preview.sandboxes", "status", "running")).isNotNaN();
        });
    }

    private static double gauge(String name, String... tags) {
        return reapers.first()
                .getBean(MeterRegistry.class)
                .get(name)
                .tags(tags)
                .gauge()
                .value();
    }

    @Test
    void stopHoldsForEveryReplicaAndOverRestartsUntilStart() {
        assertThat(ask(Action.STOP).stats().on()).isFalse();

        try (var replica =
                reapers.startAnother("--preview.cleanup.idle-interval=300ms", "--preview.cleanup.idle-cooldown=0s")) {
            assertThat(replica.getBean(CleanupSwitch.class).isOn()).isFalse();
            var id = reapers.running("anna");
            reapers.aliveFor(id, Duration.ofMinutes(-1));
            assertThat(ask(Action.STATS).stats().on()).isFalse();
            assertThat(reapers.stateOf(id)).isInstanceOf(SandboxState.Running.class);

            assertThat(ask(Action.START).stats().on()).isTrue();

            await().untilAsserted(
                            () -> assertThat(reapers.stateOf(id)).isEqualTo(new SandboxState.Stopping(EndReason.IDLE)));
        }
    }

    @Test
    void aCleanupWithinTheCooldownSaysWhenTheNextMayBe() {
        // The one with which a reaper starts may be under way, whatever was cleared meanwhile.
        await().until(() ->
                !Integer.valueOf(0).equals(figures(ask(Action.CLEANUP), "idle").get("nextInSeconds")));
        reapers.clear();
        var id = reapers.running("anna");
        reapers.aliveFor(id, Duration.ofMinutes(-1));

        var first = ask(Action.CLEANUP);
        var second = ask(Action.CLEANUP);

        assertThat(figures(first, "idle")).containsEntry("claimed", 1);
        assertThat(figures(second, "idle")).containsEntry("skipped", true);
        assertThat((int) figures(second, "idle").getOrDefault("nextInSeconds", 0))
                .isBetween(200, 240);
        assertThat(reapers.stateOf(id)).isEqualTo(new SandboxState.Stopping(EndReason.IDLE));
        assertThat(first.stats().lastCleanup()).isNotNull();
    }

    @Test
    void memorySaysWhatThereIsAndRepairsTheIndexes() {
        var gone = reapers.running("anna");
        var lost = reapers.running("ben");
        reapers.forgetRecord(gone);
        var prefix = "preview:{p%s}:".formatted(lost.partition().digits());
        reapers.redis().opsForZSet().remove(prefix + "due", lost.value());
        reapers.redis().opsForZSet().remove(prefix + "liveness", lost.value());

        var result = ask(Action.MEMORY).result();

        assertThat(result).containsEntry("dangling", 3).containsEntry("lost", 2);
        assertThat((int) result.getOrDefault("bytes", 0)).isPositive();
        assertThat(((Map<?, ?>) result.getOrDefault("kinds", Map.of()))
                        .keySet().stream().map(Object::toString))
                .contains("sandbox", "liveness", "due", "events", "user");
        assertThat(reapers.isInLiveness(lost)).isTrue();
        assertThat(reapers.isInLiveness(gone)).isFalse();
        assertThat(ask(Action.STATS).stats().byStatus()).containsEntry("running", 1L);
        assertThat(ask(Action.MEMORY).result()).containsEntry("dangling", 0).containsEntry("lost", 0);
    }

    @Test
    void aSyncThatDaytonaDoesNotAnswerSaysSo() {
        assertThat(ask(Action.SYNC).result()).containsEntry("failed", true);
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void everyActionIsAnswered(Action action) {
        assertThat(ask(action).message()).isNotBlank();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> figures(Reply.CleanedUp reply, String job) {
        return (Map<String, Object>) Objects.requireNonNull(reply.result().get(job));
    }
}
