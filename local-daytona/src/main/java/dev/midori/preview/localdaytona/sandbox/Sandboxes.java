package dev.midori.preview.localdaytona.sandbox;

import dev.midori.preview.localdaytona.machine.Blueprint;
import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.machine.Machines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** All sandboxes, and what happens to them. Names are unique; one that is deleted is free at once. */
@Component
public class Sandboxes implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Sandboxes.class);

    private final Map<String, Sandbox> byId = new ConcurrentHashMap<>();
    private final Map<String, Sandbox> byName = new ConcurrentHashMap<>();
    private final Machines machines;
    private final Snapshots snapshots;
    private final SignedLinks links;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Sandboxes(
            Machines machines, Snapshots snapshots, SignedLinks links, Clock clock, ApplicationEventPublisher events) {
        this.machines = machines;
        this.snapshots = snapshots;
        this.links = links;
        this.clock = clock;
        this.events = events;
    }

    /** Begins to make one. */
    public Sandbox create(Specification asked) {
        var files = snapshots.use(asked.snapshot());
        var sandbox =
                new Sandbox(UUID.randomUUID().toString(), asked, Words.next(), clock.instant(), events::publishEvent);
        if (byName.putIfAbsent(sandbox.name(), sandbox) != null) {
            throw Refused.conflict("Sandbox with name %s already exists".formatted(sandbox.name()));
        }
        byId.put(sandbox.id(), sandbox);
        log.atInfo()
                .addKeyValue("id", sandbox.id())
                .addKeyValue("name", sandbox.name())
                .log("sandbox is being created");
        events.publishEvent(new SandboxChanged(sandbox.view(), null));
        launch(sandbox, files.orElse(null));
        return sandbox;
    }

    private void launch(Sandbox sandbox, @Nullable String files) {
        var _ = machines.start(new Blueprint(
                        sandbox.id(), sandbox.name(), sandbox.asked().env(), files))
                .whenComplete((machine, failure) -> arrive(sandbox, machine, failure));
    }

    private void arrive(Sandbox sandbox, @Nullable Machine machine, @Nullable Throwable failure) {
        if (machine != null) {
            sandbox.arrive(machine, Words.next(), clock.instant());
            log.atInfo().addKeyValue("id", sandbox.id()).log("sandbox started");
            return;
        }
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        sandbox.fail(
                cause instanceof MachineException told
                        ? String.valueOf(told.getMessage())
                        : "Sandbox could not be started",
                clock.instant());
        log.atWarn().addKeyValue("id", sandbox.id()).setCause(cause).log("sandbox could not be started");
    }

    /** The sandbox of that id or name, unless nothing is left of it. */
    public Optional<Sandbox> find(String idOrName) {
        return Optional.ofNullable(byId.get(idOrName)).or(() -> Optional.ofNullable(byName.get(idOrName)));
    }

    /** The same, where there has to be one. */
    public Sandbox get(String idOrName) {
        return find(idOrName)
                .orElseThrow(() -> Refused.notFound("Sandbox with ID or name %s not found".formatted(idOrName)));
    }

    public Collection<Sandbox> all() {
        return List.copyOf(byId.values());
    }

    /** Starts a stopped one; one that is started stays so. */
    public void start(Sandbox sandbox) {
        if (sandbox.begin(SandboxState.STARTING, clock.instant())) {
            launch(sandbox, null);
        }
    }

    /** Stops a started one; an ephemeral one is deleted. */
    public void stop(Sandbox sandbox) {
        if (sandbox.isEphemeral()) {
            sandbox.requireStarted();
            delete(sandbox);
        } else if (sandbox.begin(SandboxState.STOPPING, clock.instant())) {
            Thread.startVirtualThread(() -> {
                sandbox.leave().ifPresent(Machine::close);
                sandbox.settle(SandboxState.STOPPED, clock.instant());
            });
        }
    }

    /** Begins to keep its files under a name from which other sandboxes can be made. */
    public void snapshot(Sandbox sandbox, String name) {
        snapshots.requireFree(name);
        var before = sandbox.beginSnapshot(now());
        Thread.startVirtualThread(() -> {
            try {
                capture(sandbox, before, name);
            } catch (MachineException | Refused e) {
                log.atWarn()
                        .addKeyValue("id", sandbox.id())
                        .addKeyValue("snapshot", name)
                        .setCause(e)
                        .log("snapshot not made");
            } finally {
                sandbox.settle(before, now());
            }
        });
    }

    private void capture(Sandbox sandbox, SandboxState before, String name) {
        if (before == SandboxState.STARTED) {
            snapshots.make(sandbox.id(), name);
            return;
        }
        var machine = machines.start(new Blueprint(
                        sandbox.id(), sandbox.name(), sandbox.asked().env()))
                .join();
        try {
            snapshots.make(sandbox.id(), name);
        } finally {
            machine.close();
        }
    }

    /** Begins to delete one, whose name is free from now on. */
    public void delete(Sandbox sandbox) {
        sandbox.begin(SandboxState.DESTROYING, clock.instant());
        byName.remove(sandbox.name());
        sandbox.giveUpName();
        Thread.startVirtualThread(() -> destroy(sandbox));
    }

    private void destroy(Sandbox sandbox) {
        sandbox.leave().ifPresent(Machine::close);
        machines.remove(sandbox.id());
        links.forget(sandbox.id());
        byId.remove(sandbox.id());
        sandbox.settle(SandboxState.DESTROYED, clock.instant());
        log.atInfo().addKeyValue("id", sandbox.id()).log("sandbox deleted");
    }

    /** Returns when no change of it is under way, or when the time is over. */
    public void awaitSettled(Sandbox sandbox, Duration atMost) {
        try {
            sandbox.awaitSettled(atMost);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public void label(Sandbox sandbox, Map<String, String> all) {
        sandbox.label(all, now());
    }

    public void publish(Sandbox sandbox, boolean open) {
        sandbox.publish(open, now());
    }

    public void autoStopAfter(Sandbox sandbox, int minutes) {
        sandbox.autoStopAfter(minutes, now());
    }

    public void autoArchiveAfter(Sandbox sandbox, int minutes) {
        sandbox.autoArchiveAfter(minutes, now());
    }

    public void autoDeleteAfter(Sandbox sandbox, int minutes) {
        sandbox.autoDeleteAfter(minutes, now());
    }

    public void expireAfter(Sandbox sandbox, int minutes) {
        sandbox.expireAfter(minutes, now());
    }

    /** Somebody used it. */
    public void touch(Sandbox sandbox) {
        sandbox.touch(now());
    }

    private Instant now() {
        return clock.instant();
    }

    /** Daytona looks every ten seconds too. */
    @Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
    void lookAtIntervals() {
        byId.values().forEach(sandbox -> sandbox.due(now()).ifPresent(change -> follow(sandbox, change)));
    }

    /** One that takes more than it may is ended, and its owner is told why. */
    @Scheduled(fixedDelay = 3_000, initialDelay = 3_000)
    void lookForExcess() {
        for (var sandbox : byId.values()) {
            sandbox.started().flatMap(started -> started.machine().excess()).ifPresent(why -> end(sandbox, why));
        }
    }

    private void end(Sandbox sandbox, String why) {
        log.atWarn().addKeyValue("id", sandbox.id()).addKeyValue("why", why).log("sandbox is ended");
        try {
            if (sandbox.begin(SandboxState.STOPPING, now())) {
                sandbox.leave().ifPresent(Machine::close);
                sandbox.fail(why, now());
            }
        } catch (Refused _) {
            log.atDebug().addKeyValue("id", sandbox.id()).log("somebody else changes the sandbox already");
        }
    }

    private void follow(Sandbox sandbox, SandboxState change) {
        try {
            if (change == SandboxState.STOPPING) {
                stop(sandbox);
            } else {
                delete(sandbox);
            }
        } catch (Refused _) {
            log.atDebug().addKeyValue("id", sandbox.id()).log("somebody else changes the sandbox already");
        }
    }

    /** Nothing that was started here outlives this process. */
    @Override
    public void destroy() {
        byId.values().parallelStream().forEach(sandbox -> {
            sandbox.leave().ifPresent(Machine::close);
            machines.remove(sandbox.id());
        });
    }
}
