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
import dev.midori.preview.localdaytona.machine.simulated.Span;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SandboxesTest {
    private final TickingClock clock = new TickingClock();
    private final MachinesOnDemand machines = new MachinesOnDemand();
    private final SignedLinks links = new SignedLinks(clock);
    private final List<Object> changes = new CopyOnWriteArrayList<>();
    private final Sandboxes sandboxes = new Sandboxes(machines, links, clock, changes::add);

    /** Machines that start when a test lets them. */
    private static final class MachinesOnDemand implements Machines {
        private final Machines simulated = new SimulatedMachines(
                new SimulationSettings(new Span(Duration.ZERO, Duration.ZERO), null, null, null, null, 1024),
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

    @Test
    void anEphemeralOneIsGoneOnceStopped() {
        var sandbox = started(named("one", 0, 0, 0));

        sandboxes.stop(sandbox);

        await().until(() -> sandboxes.find(sandbox.id()).isEmpty());
    }

    @Test
    void anIdleOneIsStoppedAndLaterDeleted() {
        var sandbox = started(named("one", 15, 60, 0));
        clock.advance(Duration.ofMinutes(14));
        sandboxes.lookAtIntervals();
        assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);

        clock.advance(Duration.ofMinutes(1));
        sandboxes.lookAtIntervals();
        await().until(() -> sandbox.state() == SandboxState.STOPPED);

        clock.advance(Duration.ofMinutes(60));
        sandboxes.lookAtIntervals();
        await().until(() -> sandboxes.find(sandbox.id()).isEmpty());
    }

    @Test
    void useKeepsItGoing() {
        var sandbox = started(named("one", 15, -1, 0));
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofMinutes(10));
            sandboxes.touch(sandbox);
            sandboxes.lookAtIntervals();
        }

        assertThat(sandbox.state()).isEqualTo(SandboxState.STARTED);
    }

    @Test
    void itsTimeToLiveEndsItInAnyState() {
        var sandbox = started(named("one", 0, -1, 30));
        sandboxes.stop(sandbox);
        await().until(() -> sandbox.state() == SandboxState.STOPPED);

        clock.advance(Duration.ofMinutes(30));
        sandboxes.lookAtIntervals();

        await().until(() -> sandboxes.find(sandbox.id()).isEmpty());
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
