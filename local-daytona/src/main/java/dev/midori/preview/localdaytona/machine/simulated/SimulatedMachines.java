package dev.midori.preview.localdaytona.machine.simulated;

import dev.midori.preview.localdaytona.machine.Blueprint;
import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.machine.Machines;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Machines in which nothing runs. */
public final class SimulatedMachines implements Machines {
    private final SimulationSettings settings;
    private final Clock clock;
    private final Random random = new Random();
    private final Map<String, SimulatedFiles> files = new ConcurrentHashMap<>();
    private final Map<String, SimulatedMachine> machines = new ConcurrentHashMap<>();
    private final Map<String, SimulatedFiles> snapshots = new ConcurrentHashMap<>();
    private final Contents contents;

    public SimulatedMachines(SimulationSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.contents = new Contents(settings.keepInAll().toBytes());
    }

    @Override
    public CompletableFuture<Machine> start(Blueprint blueprint) {
        var time = settings.ofStart().draw(random);
        var later = CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> machine(blueprint), later);
    }

    private Machine machine(Blueprint blueprint) {
        var kept = files.computeIfAbsent(blueprint.sandboxId(), _ -> begin(blueprint.snapshotId()));
        var machine = new SimulatedMachine(blueprint.name(), settings, clock, random, kept);
        machines.put(blueprint.sandboxId(), machine);
        return machine;
    }

    private SimulatedFiles begin(@Nullable String snapshotId) {
        if (snapshotId == null) {
            return new SimulatedFiles(clock, settings.keepContent(), contents);
        }
        var snapshot = snapshots.get(snapshotId);
        if (snapshot == null) {
            throw new MachineException("the snapshot is gone");
        }
        return copy(snapshot);
    }

    private SimulatedFiles copy(SimulatedFiles original) {
        return original.copy(new SimulatedFiles(clock, settings.keepContent(), contents));
    }

    @Override
    public long capture(String sandboxId, String snapshotId) {
        var machine = machines.get(sandboxId);
        if (machine == null) {
            throw new MachineException("the sandbox is gone");
        }
        var copy = copy(machine.files());
        snapshots.put(snapshotId, copy);
        return copy.size();
    }

    @Override
    public void forget(String snapshotId) {
        var kept = snapshots.remove(snapshotId);
        if (kept != null) {
            kept.removeAll();
        }
    }

    @Override
    public void remove(String sandboxId) {
        machines.remove(sandboxId);
        var kept = files.remove(sandboxId);
        if (kept != null) {
            kept.removeAll();
        }
    }
}
