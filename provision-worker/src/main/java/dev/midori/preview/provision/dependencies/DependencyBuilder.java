package dev.midori.preview.provision.dependencies;

import dev.midori.preview.daytona.CommandState;
import dev.midori.preview.daytona.CreateSandboxRequest;
import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.daytona.Deletion;
import dev.midori.preview.daytona.FileUpload;
import dev.midori.preview.daytona.SandboxState;
import dev.midori.preview.daytona.Snapshot;
import dev.midori.preview.daytona.Toolbox;
import dev.midori.preview.limits.DependencySettings;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.job.Departure;
import dev.midori.preview.provision.job.Handover;
import dev.midori.preview.state.DependencySets;
import dev.midori.preview.state.DependencySets.Building;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Builds one set: makes a clean sandbox, brings the set's own files, installs, looks at what was installed, keeps it as a
 * snapshot, and removes the sandbox. Only a snapshot that Daytona calls active is ever said to be ready, and only by the
 * builder that has the set's latest epoch.
 */
@Component
class DependencyBuilder {
    private static final Logger log = LoggerFactory.getLogger(DependencyBuilder.class);
    private static final String SESSION = "dependencies";

    /** npm's own cache holds the same once more. */
    private static final String TIDY = "( rm -rf \"$HOME/.npm\" )";

    /** Daytona pushes a snapshot to a registry, which takes minutes where there is much to push. */
    static final Duration SNAPSHOT = Duration.ofMinutes(10);

    /** A sandbox that is settled again, and whose snapshot doesn't come within this, has none. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    private static final Duration REMOVING = Duration.ofSeconds(30);

    private final Daytona daytona;
    private final DependencySets sets;
    private final DependencySweep sweep;
    private final Names names;
    private final DependencyMeters meters;
    private final DependencySettings settings;
    private final PreviewTimeouts timeouts;
    private final SandboxSettings sandbox;
    private final WorkerSettings worker;
    private final Departure departure;
    private final Clock clock;

    DependencyBuilder(
            Daytona daytona,
            DependencySets sets,
            DependencySweep sweep,
            Names names,
            DependencyMeters meters,
            DependencySettings settings,
            PreviewTimeouts timeouts,
            SandboxSettings sandbox,
            WorkerSettings worker,
            Departure departure,
            Clock clock) {
        this.daytona = daytona;
        this.sets = sets;
        this.sweep = sweep;
        this.names = names;
        this.meters = meters;
        this.settings = settings;
        this.timeouts = timeouts;
        this.sandbox = sandbox;
        this.worker = worker;
        this.departure = departure;
        this.clock = clock;
    }

    /** What came of building a set. */
    enum Result {
        /** Others use it from now on. */
        BUILT,
        /** It could not be built now. */
        FAILED,
        /** What is installed depends on more than the set, or takes more than may be kept. */
        UNSUITED,
        /** Another builder has taken over, or the set is not to be built. */
        LOST
    }

    /** Ends the attempt: another builder has begun. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        Lost() {
            super("another builder has begun", null, false, false);
        }
    }

    /** Ends the attempt: something was not as it should be. */
    private static final class NotBuilt extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Result result;

        NotBuilt(Result result, String why) {
            super(why, null, false, false);
            this.result = result;
        }
    }

    Result build(DependencySet set) {
        return sets.begin(set.key(), names.of(set))
                .map(building -> new Attempt(set, building).carryOut())
                .orElse(Result.LOST);
    }

    private final class Attempt {
        private final DependencySet set;
        private final Building building;
        private final Instant begun = clock.instant();

        Attempt(DependencySet set, Building building) {
            this.set = set;
            this.building = building;
        }

        Result carryOut() {
            var result = attempt();
            meters.built(result, Duration.between(begun, clock.instant()));
            return result;
        }

        private Result attempt() {
            try {
                var bytes = make();
                if (bytes > settings.maxBytes().toBytes()) {
                    // All others would make room for it, and then it would go itself.
                    throw new NotBuilt(Result.UNSUITED, "it takes %d bytes, more than all sets may".formatted(bytes));
                }
                var evicted = sets.ready(building, bytes).orElseThrow(Lost::new);
                meters.evicted(evicted);
                log.atInfo()
                        .addKeyValue("set", set.key())
                        .addKeyValue("snapshot", building.snapshot())
                        .addKeyValue("bytes", bytes)
                        .addKeyValue("evicted", evicted)
                        .log("dependencies are kept");
                if (evicted > 0) {
                    sweep.removeCondemned();
                }
                return Result.BUILT;
            } catch (Lost _) {
                return Result.LOST;
            } catch (NotBuilt e) {
                return failed(e.result, e);
            } catch (Handover leaving) {
                throw leaving;
            } catch (RuntimeException e) {
                return failed(Result.FAILED, e);
            }
        }

        private Result failed(Result result, RuntimeException why) {
            log.atWarn()
                    .addKeyValue("set", set.key())
                    .addKeyValue("result", result)
                    .setCause(why)
                    .log("dependencies are not kept");
            sets.failed(building, result == Result.UNSUITED);
            return result;
        }

        /** Whatever happens, the sandbox goes, also one whose creation was not answered. */
        private long make() {
            try {
                hold();
                var made = awaitStarted(daytona.create(request()));
                install(daytona.toolbox(made));
                return keep(made);
            } finally {
                remove();
            }
        }

        private CreateSandboxRequest request() {
            var life = timeouts.sandboxCreation().plus(timeouts.build()).plus(SNAPSHOT);
            return CreateSandboxRequest.named(building.snapshot())
                    .language(sandbox.language())
                    .labels(names.labels(set, begun))
                    .autoStopInterval(0)
                    .autoDeleteInterval(0)
                    .ttlMinutes(Math.toIntExact(life.toMinutes()))
                    .build();
        }

        private DaytonaSandbox awaitStarted(DaytonaSandbox created) {
            return await(
                            begun.plus(timeouts.sandboxCreation()),
                            () -> Optional.of(find(created.id()))
                                    .filter(there -> there.state().isStarted()))
                    .orElseThrow(() -> new NotBuilt(Result.FAILED, "the sandbox did not start in time"));
        }

        private DaytonaSandbox find(String daytonaId) {
            return daytona.find(daytonaId)
                    .filter(there -> !there.state().hasFailed() && !there.isGoing())
                    .orElseThrow(() -> new NotBuilt(Result.FAILED, "the sandbox failed or is gone"));
        }

        private void install(Toolbox toolbox) {
            hold();
            toolbox.fs()
                    .upload(set.files().stream()
                            .map(file -> FileUpload.text(Installation.FOLDER + "/" + file.path(), file.content()))
                            .toList());
            var deadline = clock.instant().plus(timeouts.build());
            toolbox.process().createSession(SESSION);
            for (var shell : List.of(Installation.COMMAND, TIDY)) {
                run(toolbox, shell, deadline);
            }
            var installed = toolbox.fs()
                    .download(Installation.INSTALLED)
                    .orElseThrow(() -> new NotBuilt(Result.UNSUITED, "nothing was installed"));
            if (!InstalledPackages.areShareable(installed)) {
                throw new NotBuilt(Result.UNSUITED, "a package may be another one in another project");
            }
            hold();
            toolbox.fs()
                    .upload(List.of(
                            new FileUpload(Installation.MARKER, set.key().getBytes(StandardCharsets.UTF_8))));
            toolbox.process().deleteSession(SESSION);
        }

        private void run(Toolbox toolbox, String shell, Instant deadline) {
            hold();
            var command = toolbox.process().run(SESSION, shell);
            var exitCode = await(
                            deadline,
                            () -> toolbox.process()
                                    .command(command)
                                    .filter(CommandState.Exited.class::isInstance)
                                    .map(state -> ((CommandState.Exited) state).exitCode()))
                    .orElseThrow(() -> new NotBuilt(Result.FAILED, "the installation did not end in time"));
            if (exitCode != 0) {
                throw new NotBuilt(Result.FAILED, "the installation ended with exit code " + exitCode);
            }
        }

        /** Answers how many bytes the snapshot takes. */
        private long keep(DaytonaSandbox made) {
            hold();
            daytona.createSnapshot(made.id(), building.snapshot());
            var settled = new Settling();
            return await(clock.instant().plus(SNAPSHOT), () -> look(made, settled))
                    .map(Snapshot::size)
                    .orElseThrow(() -> new NotBuilt(Result.FAILED, "the snapshot was not made in time"));
        }

        private Optional<Snapshot> look(DaytonaSandbox made, Settling settled) {
            var snapshot = daytona.snapshots().find(building.snapshot());
            if (snapshot.isPresent()) {
                var state = snapshot.get().state();
                if (!state.isActive() && !state.isComing()) {
                    throw new NotBuilt(Result.FAILED, "the snapshot is " + state);
                }
                return snapshot.filter(it -> it.state().isActive());
            }
            if (find(made.id()).state() != SandboxState.SNAPSHOTTING && settled.isOver()) {
                throw new NotBuilt(Result.FAILED, "no snapshot was made");
            }
            return Optional.empty();
        }

        /** How long it is that the sandbox is what it was before. */
        private final class Settling {
            private Optional<Instant> until = Optional.empty();

            boolean isOver() {
                until = until.or(() -> Optional.of(clock.instant().plus(SETTLING)));
                return !clock.instant().isBefore(until.get());
            }
        }

        private void remove() {
            var interrupted = Thread.interrupted();
            var deadline = clock.instant().plus(interrupted ? Duration.ZERO : REMOVING);
            try {
                while (daytona.delete(building.snapshot()) == Deletion.IN_TRANSITION
                        && clock.instant().isBefore(deadline)) {
                    pause();
                }
            } catch (DaytonaException | Handover e) {
                log.atDebug().addKeyValue("set", set.key()).setCause(e).log("the sandbox is left to the sweep");
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** To be called before anything is done at Daytona. */
        private void hold() {
            departure.check();
            if (!sets.renew(building)) {
                throw new Lost();
            }
        }

        /** Asks until there is an answer; empty at the deadline. */
        private <T> Optional<T> await(Instant deadline, Supplier<Optional<T>> question) {
            while (true) {
                hold();
                var answer = question.get();
                if (answer.isPresent() || !clock.instant().isBefore(deadline)) {
                    return answer;
                }
                pause();
            }
        }

        private void pause() {
            try {
                Thread.sleep(worker.poll());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new Handover();
            }
        }
    }

    /** After this, nothing that a builder has left is anybody's. */
    static Duration longest(PreviewTimeouts timeouts) {
        return Stream.of(timeouts.sandboxCreation(), timeouts.build(), SNAPSHOT, SNAPSHOT)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
