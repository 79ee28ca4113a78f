package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.CreateSandboxRequest;
import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.daytona.http.DaytonaProperties;
import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.provision.dependencies.DependencyCache;
import dev.midori.preview.provision.dependencies.JobDependencies;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.StepFailed;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.sandbox.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Has a started sandbox in the end, and never two. Our id is the sandbox's name at Daytona, where names are unique: once
 * a create was begun, whoever goes on looks for it first.
 */
@Component
class CreateStep {
    /** What is left to a sandbox, beyond its longest life, before Daytona itself removes it. */
    private static final Duration LAST_NET = Duration.ofMinutes(30);

    private final Daytona daytona;
    private final PreviewTimeouts timeouts;
    private final SandboxSettings sandbox;
    private final PoolSettings pool;
    private final DependencyCache cache;
    private final String environment;

    CreateStep(
            Daytona daytona,
            PreviewTimeouts timeouts,
            SandboxSettings sandbox,
            PoolSettings pool,
            DependencyCache cache,
            DaytonaProperties properties) {
        this.daytona = daytona;
        this.cache = cache;
        this.timeouts = timeouts;
        this.sandbox = sandbox;
        this.pool = pool;
        this.environment = properties.environment();
    }

    Place findOrCreate(Work work, JobDependencies dependencies) {
        var created = work.checkpoint()
                .get(Checkpoint.CREATE_BEGUN_AT)
                .flatMap(_ -> findOurs(work))
                .orElseGet(() -> create(work, dependencies));
        var deadline =
                work.storeBeginning(Step.CREATING, Checkpoint.CREATE_BEGUN_AT).plus(timeouts.sandboxCreation());
        rememberItsId(work, created);
        var started = isStarted(created) ? created : awaitStart(work, created.id(), deadline);
        return new Place(started.id(), daytona.toolbox(started));
    }

    /** The sandbox of a preview that runs. */
    Place find(Work work) {
        var name = work.checkpoint().get(Checkpoint.DAYTONA_ID).orElse(work.id().value());
        var there = daytona.find(name).filter(CreateStep::isStarted).orElseThrow(CreateStep::failed);
        return new Place(there.id(), daytona.toolbox(there));
    }

    private Optional<DaytonaSandbox> findOurs(Work work) {
        var name = work.checkpoint().get(Checkpoint.DAYTONA_ID).orElse(work.id().value());
        return daytona.find(name)
                .filter(there -> SandboxLabels.areOf(work.id(), there.labels(), environment) && !there.isGoing());
    }

    private DaytonaSandbox create(Work work, JobDependencies dependencies) {
        var refused = work.checkpoint().get(Checkpoint.DEPENDENCIES_REFUSED).isPresent();
        var snapshot = refused ? Optional.<String>empty() : dependencies.snapshot();
        work.startOver(
                Step.CREATING,
                Checkpoint.CREATE_BEGUN_AT,
                Map.of(
                        Checkpoint.DEPENDENCY_SET, dependencies.key(),
                        Checkpoint.DEPENDENCY_SNAPSHOT, snapshot.orElse("")));
        return create(work, dependencies, snapshot);
    }

    private DaytonaSandbox create(Work work, JobDependencies dependencies, Optional<String> snapshot) {
        try {
            return daytona.create(request(work, snapshot));
        } catch (DaytonaException.Conflict e) {
            return findOurs(work).map(there -> adopt(work, there)).orElseThrow(() -> e);
        } catch (DaytonaException.Rejected | DaytonaException.NotFound e) {
            // Daytona says so, too, where a sandbox exists and failed to start.
            return findOurs(work).orElseGet(() -> withoutSnapshot(work, dependencies, snapshot, e));
        }
    }

    /** Whatever is wrong with the snapshot, nobody waits for it: what it has is installed instead. */
    private DaytonaSandbox withoutSnapshot(
            Work work, JobDependencies dependencies, Optional<String> snapshot, DaytonaException refusal) {
        if (snapshot.isEmpty()) {
            throw refusal;
        }
        distrust(work);
        dependencies.refused();
        work.hold();
        return create(work, dependencies, Optional.empty());
    }

    private void distrust(Work work) {
        if (work.checkpoint().get(Checkpoint.DEPENDENCY_SNAPSHOT).isPresent()) {
            cache.refused(work);
            work.store(Step.CREATING, Map.of(Checkpoint.DEPENDENCY_SNAPSHOT, "", Checkpoint.DEPENDENCIES_REFUSED, "1"));
        }
    }

    /** State has forgotten this sandbox, so nobody knows what was begun in it: files may be there, and commands may run. */
    private DaytonaSandbox adopt(Work work, DaytonaSandbox there) {
        work.store(
                Step.CREATING,
                Map.of(
                        Checkpoint.FILES_BEGUN_AT,
                        Long.toString(work.now().toEpochMilli()),
                        Checkpoint.FILES_REVISION,
                        ""));
        if (there.state().isStarted()) {
            var processes = daytona.toolbox(there).process();
            for (var session : processes.sessions()) {
                work.hold();
                processes.deleteSession(session);
            }
        }
        return there;
    }

    private CreateSandboxRequest request(Work work, Optional<String> snapshot) {
        // What somebody claims lives as long from then on as any other.
        var waiting = work.isForPool() ? pool.maxAge() : Duration.ZERO;
        var life =
                PreviewLimits.LONGEST_LIFE.plus(timeouts.total()).plus(LAST_NET).plus(waiting);
        var request = CreateSandboxRequest.named(work.id().value());
        snapshot.ifPresent(request::snapshot);
        return request.language(sandbox.language())
                .labels(new SandboxLabels(
                                work.id(), work.wanted().owner(), work.wanted().since(), environment)
                        .toMap())
                // Our beats are no activity at Daytona, so its auto-stop would end previews that somebody looks at.
                .autoStopInterval(0)
                .autoDeleteInterval(0)
                .ttlMinutes(Math.toIntExact(life.toMinutes()))
                .build();
    }

    private static void rememberItsId(Work work, DaytonaSandbox created) {
        work.created(created.id());
        if (!work.checkpoint().get(Checkpoint.DAYTONA_ID).equals(Optional.of(created.id()))) {
            work.store(Step.CREATING, Map.of(Checkpoint.DAYTONA_ID, created.id()));
        }
    }

    private DaytonaSandbox awaitStart(Work work, String daytonaId, Instant deadline) {
        return work.await(deadline, () -> startedOrNot(work, daytonaId)).orElseThrow(() -> {
            distrust(work);
            return new StepFailed(Failure.of(
                    FailureCode.SANDBOX_CREATION_TIMEOUT,
                    "The sandbox did not start in time.",
                    "The sandbox service has trouble. Try again in a few minutes."));
        });
    }

    /** One that failed has the name that the next attempt needs, so it goes at once. */
    private Optional<DaytonaSandbox> startedOrNot(Work work, String daytonaId) {
        var there = daytona.find(daytonaId).orElseThrow(CreateStep::failed);
        if (there.state().hasFailed()) {
            work.hold();
            daytona.delete(daytonaId);
            distrust(work);
        }
        if (hasFailed(there)) {
            throw failed();
        }
        return Optional.of(there).filter(CreateStep::isStarted);
    }

    private static boolean isStarted(DaytonaSandbox there) {
        return there.state().isStarted();
    }

    private static boolean hasFailed(DaytonaSandbox there) {
        return there.state().hasFailed() || there.isGoing();
    }

    private static StepFailed failed() {
        return new StepFailed(Failure.of(
                FailureCode.SANDBOX_CREATION_FAILED,
                "The sandbox could not be started.",
                "The sandbox service has trouble. Try again in a few minutes."));
    }
}
