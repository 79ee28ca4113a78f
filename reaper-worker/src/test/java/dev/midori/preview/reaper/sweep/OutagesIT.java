package dev.midori.preview.reaper.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.GatewayAlive;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.reaper.OneSetOfReapers;
import dev.midori.preview.reaper.ReapersUnderTest;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Canary;
import dev.midori.preview.state.Canary.Judgement;
import dev.midori.preview.state.Canary.Judgement.Sound;
import dev.midori.preview.state.Liveness;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;

/** No outage ever kills a live preview, and once everything is well the abandoned ones go. */
@ExtendWith(OneSetOfReapers.class)
class OutagesIT {
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final int STEPS_PER_BEAT = 8;
    private static final int STEPS_PER_SWEEP = 20;
    private static final Duration GRANT = Duration.ofMinutes(5);
    private static ReapersUnderTest reapers;

    private final Clock clock = Clock.systemUTC();
    private final List<SandboxId> visited = new ArrayList<>();
    private final List<SandboxId> abandoned = new ArrayList<>();
    private int steps;

    @BeforeAll
    static void start(ReapersUnderTest shared) {
        reapers = shared;
    }

    private void previews(int visitedOnes, int abandonedOnes) {
        IntStream.range(0, visitedOnes).forEach(n -> visited.add(reapers.running("visited-" + n)));
        IntStream.range(0, abandonedOnes).forEach(n -> abandoned.add(reapers.running("abandoned-" + n)));
    }

    /** Time passes; sweeps run every five minutes. What gateways and owners do meanwhile is up to each test. */
    private void pass(Duration time, Runnable gateways, Runnable owners) {
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            reapers.pass(STEP);
            gateways.run();
            steps++;
            if (steps % STEPS_PER_BEAT == 0) {
                owners.run();
            }
            if (steps % STEPS_PER_SWEEP == 0) {
                sweep();
            }
        }
    }

    private void sweep() {
        reapers.freeLocks();
        jobs().idle();
    }

    private static void nobody() {}

    private static Runnable sign(String... gateways) {
        return () -> Stream.of(gateways).forEach(reapers::signDirectly);
    }

    private void beat() {
        for (var id : visited) {
            reapers.first()
                    .getBean(Liveness.class)
                    .apply(
                            id.partition(),
                            List.of(new Heartbeat(1, id, owner(id), clock.instant(), GRANT, true, "heartbeat")));
        }
    }

    private UserId owner(SandboxId id) {
        return new UserId("visited-" + visited.indexOf(id));
    }

    private static List<SandboxId> running(List<SandboxId> ids) {
        return ids.stream()
                .filter(id -> reapers.stateOf(id) instanceof SandboxState.Running)
                .toList();
    }

    /** Everything is well again, for long enough that silence means something. */
    private void theAbandonedGoAndTheVisitedStay(String... gateways) {
        pass(Duration.ofMinutes(16), sign(gateways), this::beat);
        assertThat(running(visited)).isEqualTo(visited);
        assertThat(running(abandoned)).isEmpty();
    }

    private static CleanupJobs jobs() {
        return reapers.first().getBean(CleanupJobs.class);
    }

    @Test
    void theBrokerIsDownForTwentyMinutes() {
        previews(30, 10);

        pass(Duration.ofMinutes(20), () -> reapers.signInRedisAlone("gateway-1"), OutagesIT::nobody);

        assertThat(running(visited)).isEqualTo(visited);
        assertThat(running(abandoned)).isEqualTo(abandoned);
        theAbandonedGoAndTheVisitedStay("gateway-1");
    }

    @Test
    void theReaperIsDown() {
        previews(3, 3);
        for (int i = 0; i < 80; i++) {
            reapers.pass(STEP);
            reapers.signInRedisAlone("gateway-1");
        }

        sweep();
        pass(Duration.ofMinutes(4), sign("gateway-1"), OutagesIT::nobody);
        sweep();

        assertThat(running(visited))
                .as("each owner has a whole term to be heard")
                .isEqualTo(visited);
        theAbandonedGoAndTheVisitedStay("gateway-1");
    }

    @Test
    void theConsumerIsPausedForThreeTimeoutsWithAHundredLivePreviews() {
        previews(100, 5);
        var consumer = Objects.requireNonNull(
                reapers.first().getBean(RabbitListenerEndpointRegistry.class).getListenerContainer("heartbeats"));
        consumer.stop();
        try {
            pass(
                    Duration.ofMinutes(15),
                    () -> reapers.sign("gateway-1"),
                    () -> visited.forEach(id -> reapers.beat(id, owner(id).value(), GRANT)));
            assertThat(running(visited)).isEqualTo(visited);
            // What is older than a minute is gone by the broker's clock.
            reapers.first().getBean(RabbitAdmin.class).purgeQueue(Queues.HEARTBEAT);
        } finally {
            consumer.start();
        }
        reapers.sign("gateway-1");
        await().until(() -> reapers.first().getBean(Canary.class).judge() instanceof Sound);

        sweep();
        assertThat(running(visited)).isEqualTo(visited);
        theAbandonedGoAndTheVisitedStay("gateway-1");
    }

    @Test
    void allGatewaysAreDown() {
        previews(5, 5);

        pass(Duration.ofMinutes(20), OutagesIT::nobody, OutagesIT::nobody);
        assertThat(running(visited)).isEqualTo(visited);
        pass(Duration.ofMinutes(4), sign("gateway-2"), OutagesIT::nobody);
        sweep();

        assertThat(running(visited)).as("owners may take as long to come back").isEqualTo(visited);
        theAbandonedGoAndTheVisitedStay("gateway-2");
    }

    @Test
    void oneOfThreeGatewaysCrashesAndItsClientsTakeAWhileToFindAnother() {
        previews(5, 5);
        pass(Duration.ofMinutes(3), sign("gateway-1", "gateway-2", "gateway-3"), this::beat);

        // It is still counted as seen for a minute, and then its clients have a whole term.
        pass(Duration.ofMinutes(5), sign("gateway-1", "gateway-2"), OutagesIT::nobody);

        assertThat(running(visited)).isEqualTo(visited);
        theAbandonedGoAndTheVisitedStay("gateway-1", "gateway-2");
    }

    @Test
    void oneOfThreeIsCutOffFromTheBrokerWhileItServes() {
        previews(5, 5);

        pass(
                Duration.ofMinutes(20),
                () -> {
                    sign("gateway-1", "gateway-2").run();
                    reapers.signInRedisAlone("gateway-3");
                },
                OutagesIT::nobody);

        assertThat(running(visited)).isEqualTo(visited);
        assertThat(reapers.first().getBean(Canary.class).judge())
                .isInstanceOfSatisfying(
                        Judgement.Unsound.class,
                        unsound -> assertThat(unsound.reason()).contains("gateway-3"));
        theAbandonedGoAndTheVisitedStay("gateway-1", "gateway-2", "gateway-3");
    }

    @Test
    void aGatewayThatGoesInGoodOrderIsNotWaitedFor() {
        previews(5, 5);
        pass(Duration.ofMinutes(6), sign("gateway-1", "gateway-2"), this::beat);
        var canary = reapers.first().getBean(Canary.class);

        canary.left("gateway-2");

        assertThat(canary.judge())
                .isInstanceOfSatisfying(
                        Sound.class, sound -> assertThat(sound.term()).isGreaterThan(Duration.ofMinutes(5)));
    }

    @Test
    void whatAGatewayLostBeforeItWentInGoodOrderIsStillWaitedFor() {
        previews(5, 5);
        pass(Duration.ofMinutes(6), sign("gateway-1", "gateway-2"), this::beat);
        pass(
                Duration.ofMinutes(2),
                () -> {
                    sign("gateway-1").run();
                    reapers.signInRedisAlone("gateway-2");
                },
                OutagesIT::nobody);
        var canary = reapers.first().getBean(Canary.class);

        canary.left("gateway-2");

        assertThat(((Sound) canary.judge()).term()).as("its clients' term").isLessThan(Duration.ofSeconds(5));
        pass(Duration.ofMinutes(4), sign("gateway-1"), OutagesIT::nobody);
        sweep();
        assertThat(running(visited)).isEqualTo(visited);
        theAbandonedGoAndTheVisitedStay("gateway-1");
    }

    @Test
    void beatsArriveFasterThanTheReaperTakesThem() {
        previews(5, 5);
        var canary = reapers.first().getBean(Canary.class);

        pass(
                Duration.ofMinutes(20),
                () -> {
                    var late = canary.seen("gateway-1").minusSeconds(20);
                    canary.arrived(List.of(new GatewayAlive(1, "gateway-1", late)), false);
                },
                OutagesIT::nobody);

        assertThat(running(visited)).isEqualTo(visited);
        theAbandonedGoAndTheVisitedStay("gateway-1");
    }

    @Test
    void beatsThatHadToGoBackBeginTheTermAnew() {
        var canary = reapers.first().getBean(Canary.class);
        assertThat(((Sound) canary.judge()).term()).isGreaterThan(Duration.ofMinutes(50));

        canary.arrived(List.of(new GatewayAlive(1, "gateway-1", canary.seen("gateway-1"))), true);

        assertThat(((Sound) canary.judge()).term()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void redisForgetsEverything() {
        previews(5, 0);
        reapers.state().flush();

        assertThat(jobs().idle()).isEmpty();
        assertThat(jobs().due()).isEmpty();
        assertThat(reapers.nextStop()).isEmpty();
    }

    @Test
    void whatAnOlderReleaseOrAForgerSaysOfTheFutureDoesNotCount() {
        var canary = reapers.first().getBean(Canary.class);
        reapers.state().flush();
        var now = canary.seen("gateway-1");

        canary.arrived(List.of(new GatewayAlive(1, "gateway-1", now.plus(Duration.ofDays(1)))), false);
        canary.arrived(List.of(new GatewayAlive(1, "gateway-1", canary.seen("gateway-1"))), false);

        assertThat(canary.judge())
                .isInstanceOfSatisfying(
                        Sound.class, sound -> assertThat(sound.through()).isBefore(now.plusSeconds(60)));
    }

    @Nested
    class WhenMostPreviewsSeemIdleAtOnce {
        @Test
        void theNextSweepMustFindTheSame() {
            previews(8, 24);
            pass(Duration.ofMinutes(4), sign("gateway-1"), this::nothing);
            beat();
            pass(Duration.ofSeconds(75), sign("gateway-1"), this::nothing);
            assertThat(running(abandoned)).as("braked").isEqualTo(abandoned);

            beat();
            sweep();

            assertThat(running(abandoned)).isEmpty();
            assertThat(running(visited)).isEqualTo(visited);
        }

        @Test
        void thoseThatAreHeardOfMeanwhileStay() {
            previews(24, 8);
            pass(Duration.ofSeconds(315), sign("gateway-1"), this::nothing);
            assertThat(running(abandoned)).as("braked").isEqualTo(abandoned);

            beat();
            sweep();

            assertThat(running(visited)).isEqualTo(visited);
            assertThat(running(abandoned)).isEmpty();
        }

        private void nothing() {}
    }

    @Nested
    class ASweep {
        @Test
        void thatWasHeldUpBeyondItsLockClaimsNothing() {
            var id = reapers.running("anna");
            reapers.aliveFor(id, Duration.ofMinutes(-1));
            var now = clock.instant();
            var judgement = new Sound(now, Duration.ofHours(1), now, Duration.ZERO);

            var claims = reapers.first()
                    .getBean(Liveness.class)
                    .claimIdle(id.partition(), judgement, now.minusSeconds(1), 0, 10);

            assertThat(claims.orders()).isEmpty();
            assertThat(reapers.stateOf(id)).isInstanceOf(SandboxState.Running.class);
        }

        @Test
        void leavesWhatHasALongerAllowanceThanTheTerm() {
            var slow = reapers.running("anna");
            reapers.first()
                    .getBean(Liveness.class)
                    .apply(
                            slow.partition(),
                            List.of(new Heartbeat(
                                    1,
                                    slow,
                                    new UserId("anna"),
                                    clock.instant(),
                                    Duration.ofMinutes(15),
                                    true,
                                    "status")));
            reapers.gatewayHasBeenHeard("gateway-1", Duration.ofMinutes(10));
            reapers.aliveFor(slow, Duration.ofMinutes(-1));

            sweep();
            assertThat(reapers.stateOf(slow)).isInstanceOf(SandboxState.Running.class);
            reapers.gatewayHasBeenHeard("gateway-1", Duration.ofMinutes(16));
            sweep();

            assertThat(reapers.stateOf(slow)).isEqualTo(new SandboxState.Stopping(EndReason.IDLE));
        }

        @Test
        void isNotStarvedByRecordsThatCanNotBeHandled() {
            var id = reapers.running("anna");
            var random = new Random(5);
            for (int i = 0; i < 120; i++) {
                var broken = SandboxId.next(new UserId("anna"), clock.instant(), random);
                var prefix = "preview:{p%s}:".formatted(broken.partition().digits());
                reapers.redis().opsForValue().set(prefix + "sandbox:" + broken, "not a hash");
                reapers.redis().opsForZSet().add(prefix + "liveness", broken.value(), 1);
                reapers.redis().opsForZSet().add(prefix + "due", broken.value(), 1);
            }
            reapers.aliveFor(id, Duration.ofMinutes(-1));
            IntStream.range(0, 140).forEach(n -> reapers.running("visited-" + n));

            sweep();
            assertThat(reapers.stateOf(id)).isEqualTo(new SandboxState.Stopping(EndReason.IDLE));
            reapers.makeDue(id);
            jobs().due();

            assertThat(reapers.nextStop()).isPresent();
            assertThat(reapers.nextStop()).as("found behind the broken ones").isPresent();
        }
    }

    /** The seed's own example: the last beat at 4:00, the page closed at 4:30, sweeps every five minutes. */
    @ParameterizedTest(name = "sweeps {0} min after each five minutes")
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void goesBetweenNineAndFourteenMinutesAfterItBegan(int phase) {
        var id = reapers.running("visited-0");
        visited.add(id);
        Duration gone = null;
        for (var at = STEP; at.compareTo(Duration.ofMinutes(15)) <= 0 && gone == null; at = at.plus(STEP)) {
            reapers.pass(STEP);
            sign("gateway-1").run();
            if (at.equals(Duration.ofMinutes(2)) || at.equals(Duration.ofMinutes(4))) {
                beat();
            }
            if (at.toSeconds() % 300 == phase * 60L) {
                sweep();
            }
            gone = running(visited).isEmpty() ? at : null;
        }

        assertThat(gone).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(14).minusNanos(1));
        if (phase == 0) {
            assertThat(gone).as("on the seed's clock").isEqualTo(Duration.ofMinutes(10));
        }
    }
}
