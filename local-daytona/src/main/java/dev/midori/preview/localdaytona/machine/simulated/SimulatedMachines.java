package dev.midori.preview.localdaytona.machine.simulated;

import dev.midori.preview.localdaytona.machine.Blueprint;
import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.machine.Machines;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Machines in which nothing runs. */
public final class SimulatedMachines implements Machines {
    private final SimulationSettings settings;
    private final Clock clock;
    private final Random random = new Random();
    private final Map<String, SimulatedFiles> files = new ConcurrentHashMap<>();
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
        var kept = files.computeIfAbsent(
                blueprint.sandboxId(), _ -> new SimulatedFiles(clock, settings.keepContent(), contents));
        return new SimulatedMachine(blueprint.name(), settings, clock, random, kept);
    }

    @Override
    public void remove(String sandboxId) {
        var kept = files.remove(sandboxId);
        if (kept != null) {
            kept.removeAll();
        }
    }
}
