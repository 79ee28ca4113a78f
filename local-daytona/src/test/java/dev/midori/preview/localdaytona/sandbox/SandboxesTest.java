package dev.midori.preview.localdaytona.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.localdaytona.TickingClock;
import dev.midori.preview.localdaytona.machine.Blueprint;
import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.machine.Machines;
import dev.midori.preview.localdaytona.machine.simulated.SimulatedMachines;
import dev.midori.preview.localdaytona.machine.simulated.SimulationSettings;
import dev.midori.preview.localdaytona.machine.simulated.Times;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class SandboxesTest {
    private final TickingClock clock = new TickingClock();
    private final MachinesOnDemand machines = new MachinesOnDemand();
    private final SignedLinks links = new SignedLinks(clock);
    private final List<Object> changes = new CopyOnWriteArrayList<>();
    private final Snapshots snapshots = new Snapshots(machines, clock);
    private final Sandboxes sandboxes = new Sandboxes(machines, snapshots, links, clock, changes::add);

    /** Machines that start when a test lets them. */
    private static final class MachinesOnDemand implements Machines {
        private final Machines simulated = new SimulatedMachines(
                new SimulationSettings(
                        Times.constant(Duration.ZERO), null, null, null, null, 1024, DataSize.ofKilobytes(1)),
                Clock.systemUTC());
        private final Map<String, CompletableFuture<Machine>> pending = new ConcurrentHashMap<>();
        private final Set<String> removed = ConcurrentHashMap.newKeySet();

        @Override
        public CompletableFuture<Machine> start(Blueprint blueprint) {
            return pending.computeIfAbsent(blueprint.sandboxId(), _ -> new CompletableFuture<>());
        }

        void letStart(Sandbox sandbox) {
            var machine =
                    simulated.start(new Blueprint(sandbox.id(), "", Map.of())).join();
            Objects.requireNonNull(pending.remove(sandbox.id())).complete(machine);
        }

        void letFail(Sandbox sandbox, String why) {
            Objects.requireNonNull(pending.remove(sandbox.id())).completeExceptionally(new MachineException(why));
        }

        @Override
        public void remove(String sandboxId) {
            removed.add(sandboxId);
        }

        @Override
        public long capture(String sandboxId, String snapshotId) {
            return simulated.capture(sandboxId, snapshotId);
        }

        @Override
        public void forget(String snapshotId) {
            simulated.forget(snapshotId);
        }
    }

    private static Specification named(String name, int autoStop, int autoDelete, int ttl) {
        return new Specification(
                name, "daytona", "local", "local", Map.of(), Map.of(), false, autoStop, 10_080, autoDelete, ttl);
    }

    private Sandbox started(Specification asked) {
        var sandbox = sandboxes.create(asked);
        machines.letStart(sandbox);
        return sandbox;
    }

    private static Specification from(String snapshot) {
        return new Specification(null, "daytona", "local", snapshot, Map.of(), Map.of(), false, 0, 10_080, -1, 0);
    }

    @Test
    void aSnapshotIsMadeOnceAndUsedUntilItIsRemoved() {
        var sandbox = started(named("one", 0, -1, 0));
        sandboxes.snapshot(sandbox, "kept");
        await().until(() -> sandbox.state() == SandboxState.STARTED);

        var snapshot = snapshots.get("kept");
        assertThat(snapshot.sandboxId()).isEqualTo(sandbox.id());
        assertThat(sandboxes.create(from(snapshot.id())).state()).isEqualTo(SandboxState.CREATING);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> sandboxes.snapshot(sandbox, "kept"))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(409));

        snapshots.remove(snapshot);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> sandboxes.create(from("kept")))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
        assertThat(snapshots.find("kept")).isEmpty();
    }

    @Test
    void noSnapshotIsMadeOfASandboxThatHasNotStarted() {
        var sandbox = sandboxes.create(named("one", 0, -1, 0));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> sandboxes.snapshot(sandbox, "kept"))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    void nobodyRemovesTheSnapshotThatComesWithTheServer() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> snapshots.remove(snapshots.get(Snapshots.USUAL)))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(403));
    }

    @Test
    void aNameIsTakenUntilItsSandboxIsDeleted() {
        var first = started(named("one", 0, -1, 0));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> sandboxes.create(named("one", 0, -1, 0)))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(409));

        sandboxes.delete(first);

        var second = sandboxes.create(named("one", 0, -1, 0));
        assertThat(sandboxes.get("one")).isSameAs(second);
    }

    @Test
    void noChangeIsTakenWhileAnotherIsUnderWay() {
        var sandbox = sandboxes.create(named("one", 0, -1, 0));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> sandboxes.delete(sandbox))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(409));

        machines.letStart(sandbox);
        sandboxes.delete(sandbox);
        await().until(() -> sandboxes.find(sandbox.id()).isEmpty());
        assertThat(machines.removed).contains(sandbox.id());
    }

    @Test
    void oneThatCanNotBeMadeSaysWhyAndHasToBeDeleted() {
        var sandbox = sandboxes.create(named("one", 0, -1, 0));

        machines.letFail(sandbox, "no room");

        assertThat(sandbox.state()).isEqualTo(SandboxState.ERROR);
        assertThat(sandbox.view().errorReason()).isEqualTo("no room");
        sandboxes.delete(sandbox);
        await().until(() -> sandboxes.find("one").isEmpty());
    }

    @Test
    void aStoppedOneStartsAgainWithAnotherToken() {
        var sandbox = started(named("one", 0, -1, 0));
        var token = sandbox.token();
        sandboxes.stop(sandbox);
        await().until(() -> sandbox.state() == SandboxState.STOPPED);
        assertThat(sandbox.started()).isEmpty();

        sandboxes.start(sandbox);
        machines.letStart(sandbox);

        assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);
        assertThat(sandbox.opensWith(token)).isFalse();
        assertThat(sandbox.opensWith(sandbox.token())).isTrue();
    }

    /** Moves the clock on, looks as is done every ten seconds, and lets what that began come to its end. */
    private void after(Duration time) {
        clock.advance(time);
        sandboxes.lookAtIntervals();
        await().until(() ->
                sandboxes.all().stream().noneMatch(one -> one.state().isTransition()));
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private boolean isGone(Sandbox sandbox) {
        return sandboxes.find(sandbox.id()).isEmpty();
    }

    private Sandbox stopped(Specification asked) {
        var sandbox = started(asked);
        sandboxes.stop(sandbox);
        await().until(() -> sandbox.state() == SandboxState.STOPPED);
        return sandbox;
    }

    @Nested
    class AutoStop {
        @Test
        void comesAfterThatTimeWithoutUseAndNoSooner() {
            var sandbox = started(named("one", 15, -1, 0));

            after(minutes(15).minus(A_MOMENT));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);

            after(A_MOMENT);
            assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);
        }

        @Test
        void isPutOffByEachUse() {
            var sandbox = started(named("one", 15, -1, 0));
            for (int i = 0; i < 4; i++) {
                clock.advance(minutes(10));
                sandboxes.touch(sandbox);
                after(minutes(4));
            }
            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);

            after(minutes(11));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);
        }

        @Test
        void isNotPutOffByLooking() {
            var sandbox = started(named("one", 15, -1, 0));
            clock.advance(minutes(14));
            assertThat(sandboxes.get("one").view().state()).isEqualTo(SandboxState.STARTED);
            sandboxes.label(sandbox, Map.of("seen", "yes"));

            after(minutes(1));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);
        }

        @Test
        void neverComesWhereItIsZero() {
            var sandbox = started(named("one", 0, -1, 0));

            after(Duration.ofDays(30));

            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);
        }

        @Test
        void isCountedAnewFromTheNextStart() {
            var sandbox = stopped(named("one", 15, -1, 0));
            clock.advance(minutes(60));
            sandboxes.start(sandbox);
            machines.letStart(sandbox);

            after(minutes(14));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);
            after(minutes(1));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);
        }

        @Test
        void isChangedForOneThatRuns() {
            var sandbox = started(named("one", 15, -1, 0));
            sandboxes.autoStopAfter(sandbox, 60);
            after(minutes(59));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);

            sandboxes.autoStopAfter(sandbox, 30);
            after(Duration.ZERO);
            assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);
        }

        @Test
        void waitsWhileItIsBeingMade() {
            var sandbox = sandboxes.create(named("one", 15, -1, 0));
            clock.advance(minutes(20));
            sandboxes.lookAtIntervals();
            assertThat(sandbox.state()).isEqualTo(SandboxState.CREATING);

            machines.letStart(sandbox);
            after(minutes(14));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);
        }
    }

    @Nested
    class AutoDelete {
        @Test
        void isCountedFromTheStopAndNotFromTheLastUse() {
            var sandbox = started(named("one", 15, 60, 0));
            after(minutes(15));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);

            after(minutes(60).minus(A_MOMENT));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);

            after(A_MOMENT);
            assertThat(isGone(sandbox)).isTrue();
        }

        @Test
        void neverDeletesOneThatRuns() {
            var sandbox = started(named("one", 0, 1, 0));

            after(Duration.ofDays(1));

            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);
        }

        @Test
        void neverComesWhereItIsNegative() {
            var sandbox = stopped(named("one", 0, -1, 0));

            after(Duration.ofDays(365));

            assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);
        }

        @Test
        void isForgottenByAStartAndBeginsAnewWithTheNextStop() {
            var sandbox = stopped(named("one", 0, 60, 0));
            clock.advance(minutes(59));
            sandboxes.start(sandbox);
            machines.letStart(sandbox);
            after(minutes(61));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);

            sandboxes.stop(sandbox);
            await().until(() -> sandbox.state() == SandboxState.STOPPED);
            after(minutes(59));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);
            after(minutes(1));
            assertThat(isGone(sandbox)).isTrue();
        }

        @Test
        void isAtOnceOnStopWhereItIsZero() {
            var sandbox = started(named("one", 0, 0, 0));

            sandboxes.stop(sandbox);

            await().until(() -> isGone(sandbox));
            assertThat(changesTo(sandbox)).doesNotContain(SandboxState.STOPPED);
        }

        @Test
        void isAtOnceOnAutoStopTooWhereItIsZero() {
            var sandbox = started(named("one", 15, 0, 0));

            after(minutes(15));

            assertThat(isGone(sandbox)).isTrue();
            assertThat(changesTo(sandbox)).doesNotContain(SandboxState.STOPPED);
        }

        @Test
        void deletesOneThatIsStoppedAlreadyOnceItIsSetToZero() {
            var sandbox = stopped(named("one", 0, -1, 0));
            sandboxes.autoDeleteAfter(sandbox, 0);

            after(Duration.ZERO);

            assertThat(isGone(sandbox)).isTrue();
        }

        @Test
        void ofZeroMakesNoOtherStopPossible() {
            var broken = sandboxes.create(named("broken", 0, 0, 0));
            machines.letFail(broken, "no room");

            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> sandboxes.stop(broken))
                    .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
            assertThat(broken.state()).isEqualTo(SandboxState.ERROR);
        }

        private List<SandboxState> changesTo(Sandbox sandbox) {
            return changes.stream()
                    .filter(SandboxChanged.class::isInstance)
                    .map(SandboxChanged.class::cast)
                    .map(SandboxChanged::sandbox)
                    .filter(view -> view.id().equals(sandbox.id()))
                    .map(Sandbox.View::state)
                    .toList();
        }
    }

    @Nested
    class TimeToLive {
        @Test
        void endsOneThatIsUsed() {
            var sandbox = started(named("one", 0, -1, 30));
            for (int i = 0; i < 29; i++) {
                sandboxes.touch(sandbox);
                after(minutes(1));
            }
            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);
            sandboxes.touch(sandbox);

            after(minutes(1));

            assertThat(isGone(sandbox)).isTrue();
        }

        @Test
        void endsOneThatIsStopped() {
            var sandbox = stopped(named("one", 0, -1, 30));

            after(minutes(30));

            assertThat(isGone(sandbox)).isTrue();
        }

        @Test
        void endsOneThatCouldNotBeMade() {
            var sandbox = sandboxes.create(named("one", 0, -1, 30));
            machines.letFail(sandbox, "no room");

            after(minutes(30));

            assertThat(isGone(sandbox)).isTrue();
        }

        @Test
        void endsOneThatWasBeingMadeAsSoonAsItIs() {
            var sandbox = sandboxes.create(named("one", 0, -1, 30));
            clock.advance(minutes(31));
            sandboxes.lookAtIntervals();
            assertThat(sandbox.state()).isEqualTo(SandboxState.CREATING);
            machines.letStart(sandbox);

            after(Duration.ZERO);

            assertThat(isGone(sandbox)).isTrue();
        }

        @Test
        void isCountedFromTheCreationHoweverOftenItIsStopped() {
            var sandbox = stopped(named("one", 0, -1, 30));
            clock.advance(minutes(20));
            sandboxes.start(sandbox);
            machines.letStart(sandbox);

            after(minutes(10));

            assertThat(isGone(sandbox)).isTrue();
        }

        @Test
        void isCountedFromWhenItIsSetLater() {
            var sandbox = started(named("one", 0, -1, 0));
            clock.advance(minutes(60));
            sandboxes.expireAfter(sandbox, 30);
            assertThat(sandbox.view().destroyAt()).isEqualTo(clock.instant().plus(minutes(30)));

            after(minutes(29));
            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);
            after(minutes(1));
            assertThat(isGone(sandbox)).isTrue();
        }

        @Test
        void isTakenAwayByZero() {
            var sandbox = started(named("one", 0, -1, 30));
            sandboxes.expireAfter(sandbox, 0);

            after(Duration.ofDays(1));

            assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);
            assertThat(sandbox.view().destroyAt()).isNull();
        }

        @Test
        void comesBeforeTheOthers() {
            var sandbox = started(named("one", 15, -1, 15));

            after(minutes(15));

            assertThat(isGone(sandbox)).isTrue();
        }
    }

    /** Nothing is archived here, so that neither is anything shielded from its deletion. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30})
    void anArchiveIntervalChangesNothing(int autoArchive) {
        var sandbox = started(named("one", 15, 60, 0));
        sandboxes.autoArchiveAfter(sandbox, autoArchive);

        after(minutes(15));
        assertThat(sandbox.state()).isEqualTo(SandboxState.STOPPED);
        after(minutes(60));
        assertThat(isGone(sandbox)).isTrue();
    }

    @Test
    void aSignedLinkOpensOnePortUntilItsTimeIsOver() {
        var sandbox = started(named("one", 0, -1, 0));
        var token = links.sign(sandbox, 3000, Duration.ofMinutes(1));
        assertThat(links.find(token)).hasValueSatisfying(link -> {
            assertThat(link.sandboxId()).isEqualTo(sandbox.id());
            assertThat(link.port()).isEqualTo(3000);
        });

        clock.advance(Duration.ofMinutes(1));

        assertThat(links.find(token)).isEmpty();
    }

    @Test
    void aRevokedLinkOpensNothingAndNobodyRevokesAnothers() {
        var sandbox = started(named("one", 0, -1, 0));
        var other = started(named("two", 0, -1, 0));
        var token = links.sign(sandbox, 3000, Duration.ofMinutes(1));

        links.expire(other, token);
        assertThat(links.find(token)).isPresent();
        links.expire(sandbox, token);

        assertThat(links.find(token)).isEmpty();
    }
}
