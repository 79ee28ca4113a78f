package dev.midori.preview.reaper.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.reaper.OneSetOfReapers;
import dev.midori.preview.reaper.ReapersUnderTest;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Endings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

@ExtendWith(OneSetOfReapers.class)
class SweepsIT {
    private static final Duration A_MINUTE_AGO = Duration.ofMinutes(-1);
    private static ReapersUnderTest reapers;

    @BeforeAll
    static void start(ReapersUnderTest shared) {
        reapers = shared;
    }

    @Nested
    @ExtendWith(OutputCaptureExtension.class)
    class TheIdleSweep {
        @Test
        void stopsWhatNobodyLooksAtAndLeavesTheRest(CapturedOutput output) {
            var idle = idle("anna");
            var live = reapers.running("ben");

            jobs().idle();

            assertThat(stops()).singleElement().satisfies(stop -> {
                assertThat(stop.sandboxId()).isEqualTo(idle);
                assertThat(stop.userId()).isEqualTo(new UserId("anna"));
                assertThat(stop.reason()).isEqualTo(EndReason.IDLE);
                assertThat(stop.daytonaId()).isEqualTo("d-" + idle);
            });
            assertThat(reapers.stateOf(idle)).isEqualTo(new SandboxState.Stopping(EndReason.IDLE));
            assertThat(reapers.stateOf(live)).isInstanceOf(SandboxState.Running.class);
            assertThat(output)
                    .containsPattern("sandbox is being removed .*sandboxId=\"" + idle
                            + "\" endedBecause=\"idle\" aliveBecause=\"created\"");
        }

        @Test
        void doesNothingWithinTheCooldownOfAnotherReapersSweep() {
            jobs().idle();
            var idle = idle("anna");

            try (var other = reapers.startAnother()) {
                jobs(other).idle();
            }
            jobs().idle();

            assertThat(stops()).isEmpty();
            assertThat(reapers.stateOf(idle)).isInstanceOf(SandboxState.Running.class);
            assertThat(reapers.redis().getExpire("preview:shedlock:idle")).isBetween(200L, 240L);
        }

        @Test
        void claimsEachSandboxOnceWhenTwoReapersSweepInSpiteOfTheLock() {
            var idle = new HashSet<SandboxId>();
            IntStream.range(0, 20).forEach(n -> idle.add(idle("user-" + n)));

            try (var other = reapers.startAnother();
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.execute(() -> sweep(other).run());
                threads.execute(() -> sweep(reapers.first()).run());
            }

            assertThat(stops().stream().map(StopSandbox::sandboxId)).containsExactlyInAnyOrderElementsOf(idle);
        }

        @Test
        void claimsNothingMoreOnceTheBrokerIsDownAndTheDueSweepPublishesLater() {
            var idle = List.of(idle("anna"), idle("ben"), idle("cleo"));
            try (var cutOff = reapers.startWithoutBroker()) {
                jobs(cutOff).idle();
            }
            var claimed = idle.stream()
                    .filter(id -> reapers.stateOf(id) instanceof SandboxState.Stopping)
                    .toList();
            assertThat(claimed).hasSize(1);
            assertThat(stops()).isEmpty();

            reapers.makeDue(claimed.getFirst());
            jobs().due();

            assertThat(stops()).extracting(StopSandbox::sandboxId).isEqualTo(claimed);
        }

        private IdleSweep sweep(ApplicationContext reaper) {
            return reaper.getBean(IdleSweep.class);
        }
    }

    @Nested
    class TheDueSweep {
        @Test
        void publishesALostStopAgain() {
            var id = reapers.running("anna");
            reapers.first().getBean(Endings.class).stop(id, new UserId("anna"), EndReason.USER);
            jobs().due();
            assertThat(stops()).as("nothing is due yet").isEmpty();

            reapers.makeDue(id);
            jobs().due();
            jobs().due();

            assertThat(stops()).singleElement().satisfies(stop -> {
                assertThat(stop.sandboxId()).isEqualTo(id);
                assertThat(stop.reason()).isEqualTo(EndReason.USER);
            });
        }

        @Test
        void endsAReservationThatWasNeverConfirmed() {
            var id = reapers.reserved("anna");
            reapers.makeDue(id);

            jobs().due();

            assertThat(failureOf(id)).isEqualTo(FailureCode.BROKER_UNAVAILABLE);
            assertThat(stops()).isEmpty();
        }

        @Test
        void failsWhatWasNotRunningInTime() {
            var id = reapers.accepted("anna");
            reapers.createdAgo(id, Duration.ofMinutes(31));
            reapers.makeDue(id);

            jobs().due();

            assertThat(failureOf(id)).isEqualTo(FailureCode.EXPIRED);
        }

        @Test
        void stopsARunningSandboxWhenTheDaysQuotaIsUsedUp() {
            var id = reapers.running("anna");
            reapers.usedToday(id, "anna", Duration.ofHours(1));
            reapers.makeDue(id);

            jobs().due();

            assertThat(reapers.stateOf(id)).isEqualTo(new SandboxState.Stopping(EndReason.QUOTA));
            assertThat(stops()).singleElement().extracting(StopSandbox::reason).isEqualTo(EndReason.QUOTA);
        }

        @Test
        void stopsARunningSandboxThatIsADayOld() {
            var id = reapers.running("anna");
            reapers.createdAgo(id, Duration.ofHours(25));
            reapers.makeDue(id);

            jobs().due();

            assertThat(reapers.stateOf(id)).isEqualTo(new SandboxState.Stopping(EndReason.EXPIRED));
            assertThat(stops()).singleElement().extracting(StopSandbox::reason).isEqualTo(EndReason.EXPIRED);
        }

        @Test
        void leavesARunningSandboxThatHasTimeLeft() {
            var id = reapers.running("anna");
            reapers.makeDue(id);

            jobs().due();

            assertThat(reapers.stateOf(id)).isInstanceOf(SandboxState.Running.class);
            assertThat(stops()).isEmpty();
        }
    }

    @Test
    void aSweepThatOverranItsLockLeavesItsSuccessorsAlone() {
        var overrun = lock().orElseThrow();
        reapers.redis().delete("preview:shedlock:test");
        assertThat(lock()).isPresent();

        overrun.unlock();

        assertThat(lock()).as("the successor holds it").isEmpty();
    }

    @Test
    void theEndedSweepForgetsWhatRedisHasLetGo() {
        var id = reapers.reserved("anna");
        reapers.makeDue(id);
        jobs().due();
        assertThat(reapers.endedEntries(id)).isOne();

        reapers.endedAgo(id, Duration.ofHours(3));
        reapers.forgetRecord(id);
        jobs().ended();

        assertThat(reapers.endedEntries(id)).isZero();
    }

    @Test
    void sweepsRunOnTheirOwn() {
        try (var _ = reapers.startAnother(
                "--preview.cleanup.idle-interval=400ms",
                "--preview.cleanup.idle-cooldown=200ms",
                "--preview.cleanup.due-interval=200ms",
                "--preview.cleanup.ended-interval=200ms")) {
            var idle = idle("anna");
            var lost = reapers.reserved("ben");
            reapers.makeDue(lost);

            await().untilAsserted(() -> assertThat(reapers.stateOf(idle)).isInstanceOf(SandboxState.Stopping.class));
            await().untilAsserted(() -> assertThat(reapers.stateOf(lost)).isInstanceOf(SandboxState.Failed.class));
            await().untilAsserted(() -> assertThat(reapers.nextStop()).isPresent());
        }
    }

    private static Optional<SimpleLock> lock() {
        var atMost = Duration.ofMinutes(1);
        return reapers.first()
                .getBean(RedisLockProvider.class)
                .lock(new LockConfiguration(Clock.systemUTC().instant(), "test", atMost, Duration.ZERO));
    }

    private static SandboxId idle(String user) {
        var id = reapers.running(user);
        reapers.aliveFor(id, A_MINUTE_AGO);
        return id;
    }

    private static CleanupJobs jobs() {
        return jobs(reapers.first());
    }

    private static CleanupJobs jobs(ApplicationContext reaper) {
        return reaper.getBean(CleanupJobs.class);
    }

    /** Publishes are confirmed, so whatever was published is there to be taken. */
    private static List<StopSandbox> stops() {
        var stops = new ArrayList<StopSandbox>();
        for (var stop = reapers.nextStop(); stop.isPresent(); stop = reapers.nextStop()) {
            stops.add(stop.get());
        }
        return stops;
    }

    private static FailureCode failureOf(SandboxId id) {
        return assertThat(reapers.stateOf(id))
                .asInstanceOf(type(SandboxState.Failed.class))
                .actual()
                .failure()
                .code();
    }
}
