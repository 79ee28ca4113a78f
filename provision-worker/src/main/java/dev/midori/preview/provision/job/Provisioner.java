package dev.midori.preview.provision.job;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.messaging.Commands;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.HoldLost;
import dev.midori.preview.state.Job;
import dev.midori.preview.state.Jobs;
import dev.midori.preview.state.Jobs.Claim;
import dev.midori.preview.state.Jobs.Task;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Carries out create commands. Safe to be given the same one any number of times, by any number of workers. */
@Component
public class Provisioner {
    private static final Logger log = LoggerFactory.getLogger(Provisioner.class);

    /** How long a command with newer files stands by for the older one's holder, which gives way at its next look. */
    private static final Duration STAND_BY = Duration.ofSeconds(10);

    private final Jobs jobs;
    private final Pipeline pipeline;
    private final Commands commands;
    private final Departure departure;
    private final Outage outage;
    private final JobMeters meters;
    private final WorkerSettings settings;
    private final PreviewTimeouts timeouts;
    private final Clock clock;

    Provisioner(
            Jobs jobs,
            Pipeline pipeline,
            Commands commands,
            Departure departure,
            Outage outage,
            JobMeters meters,
            WorkerSettings settings,
            PreviewTimeouts timeouts,
            Clock clock) {
        this.jobs = jobs;
        this.pipeline = pipeline;
        this.commands = commands;
        this.departure = departure;
        this.outage = outage;
        this.meters = meters;
        this.settings = settings;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /**
     * Takes the job and goes on with it for as long as it takes.
     *
     * @param command without its files
     * @param files   of the command
     */
    public Outcome attempt(CreateSandbox command, HeldFiles files, Attempt attempt) {
        var tether = new Tether(
                departure, attempt.connected(), clock, clock.instant().plus(timeouts.job()));
        try {
            return new Run(command, files, attempt, tether).toItsEnd();
        } catch (Handover _) {
            return new Outcome.HandOver();
        } catch (Tether.Loose loose) {
            return Verdict.of(loose);
        }
    }

    /** One delivery's way through any number of claims: most need one. */
    private final class Run {
        private final CreateSandbox command;
        private final Attempt attempt;
        private final Tether tether;
        private final Patience patience;
        private final Wanted wanted;
        private final Instant standBy = clock.instant().plus(STAND_BY);
        private Map<String, String> remembered = Map.of();

        Run(CreateSandbox command, HeldFiles files, Attempt attempt, Tether tether) {
            this.command = command;
            this.attempt = attempt;
            this.tether = tether;
            this.patience = new Patience(tether);
            this.wanted = new Wanted(command.owner(), command.issuedAt(), command.revision(), files);
        }

        Outcome toItsEnd() {
            Optional<Outcome> outcome;
            do {
                tether.check();
                outcome = once(patience.with(() -> jobs.claim(command, attempt.copy())));
            } while (outcome.isEmpty());
            return outcome.get();
        }

        /** Empty where the job is to be claimed again. */
        private Optional<Outcome> once(Claim claim) {
            return switch (claim) {
                case Claim.Taken(var job, var task) -> carryOut(new PatientJob(job, patience), task);
                case Claim.Held(var until, var yields) -> {
                    if (!yields || !clock.instant().isBefore(standBy)) {
                        yield Optional.of(new Outcome.Wait("another copy is at work until " + until));
                    }
                    standBy();
                    yield Optional.empty();
                }
                case Claim.Ended _ -> Optional.of(new Outcome.Done());
                case Claim.TooOld _ -> Optional.of(new Outcome.GiveUp("TOO_OLD"));
                case Claim.Busy(var reason) -> Optional.of(new Outcome.GiveUp(reason));
            };
        }

        private Optional<Outcome> carryOut(Job job, Task task) {
            var work = new Work(wanted, job, task, tether, patience, clock, settings.poll());
            meters.began(command, work);
            log.atInfo()
                    .addKeyValue("sandboxId", work.id())
                    .addKeyValue("attempt", attempt.number())
                    .addKeyValue("step", work.step().word())
                    .log("job taken");
            try (var _ = LeaseKeeper.of(job, settings.lease())) {
                CrashLoop.check(work);
                if (!work.buildRemains()) {
                    remind(work);
                    pipeline.carryOut(work);
                    log.atInfo().addKeyValue("sandboxId", work.id()).log("preview runs");
                }
                if (work.buildRemains()) {
                    pipeline.build(work);
                }
                return Optional.of(new Outcome.Done());
            } catch (RuntimeException e) {
                remembered = work.checkpoint().steps();
                if (e instanceof HoldLost lost) {
                    meters.refused(lost);
                }
                return work.buildRemains()
                        ? leaveBuild(e, work, job, attempt)
                        : conclude(e, command, work, job, attempt);
            } finally {
                meters.left();
            }
        }

        /** A record that vanished under us is written anew, with all that we know of it. */
        private void remind(Work work) {
            if (!remembered.isEmpty()
                    && work.checkpoint().get(Checkpoint.CREATE_BEGUN_AT).isEmpty()) {
                work.store(work.step(), remembered);
            }
        }
    }

    private void standBy() {
        try {
            Thread.sleep(settings.poll());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Handover();
        }
    }

    /** Empty where the job is to be claimed again. */
    private Optional<Outcome> conclude(
            RuntimeException cause, CreateSandbox command, Work work, Job job, Attempt attempt) {
        try {
            return switch (Verdict.of(cause, work.step())) {
                case Verdict.TheProjects(var failure, var certain) -> {
                    meters.failed(work, failure);
                    job.fail(failure, certain ? command.contentHash() : "");
                    ended(work, failure);
                    yield Optional.of(new Outcome.Done());
                }
                case Verdict.TheWorlds(var failure, var asked) ->
                    Optional.of(theWorldFailed(
                            failure,
                            asked,
                            cause,
                            work,
                            job,
                            attempt,
                            () -> giveUp(work, job, failure, failure.code().name(), cause)));
                case Verdict.Ours(var failure, var reason) -> Optional.of(giveUp(work, job, failure, reason, cause));
                case Verdict.Nobodys(var outcome) -> {
                    job.release();
                    if (cause instanceof HoldLost lost && lost.reason() == HoldLost.Reason.ENDED) {
                        work.created().ifPresent(daytonaId -> publishStop(work, EndReason.ORPHAN, daytonaId));
                    }
                    yield Optional.of(outcome);
                }
                case Verdict.ClaimAgain _ -> Optional.empty();
            };
        } catch (HoldLost lost) {
            meters.refused(lost);
            job.release();
            return Verdict.of(lost, work.step()) instanceof Verdict.Nobodys(var outcome)
                    ? Optional.of(outcome)
                    : Optional.empty();
        }
    }

    /** Nothing that keeps a build from ending ends the preview beside which it is made. */
    private Optional<Outcome> leaveBuild(RuntimeException cause, Work work, Job job, Attempt attempt) {
        try {
            return switch (Verdict.of(cause, Step.BUILDING)) {
                case Verdict.TheWorlds(var failure, var asked) ->
                    Optional.of(theWorldFailed(
                            failure, asked, cause, work, job, attempt, () -> giveBuildUp(work, job, failure, cause)));
                case Verdict.TheProjects(var failure, var _) -> Optional.of(giveBuildUp(work, job, failure, cause));
                case Verdict.Ours(var failure, var _) -> Optional.of(giveBuildUp(work, job, failure, cause));
                case Verdict.Nobodys(var outcome) -> {
                    job.release();
                    yield Optional.of(afterBuild(cause, outcome));
                }
                case Verdict.ClaimAgain _ -> Optional.empty();
            };
        } catch (HoldLost lost) {
            meters.refused(lost);
            job.release();
            return Verdict.of(lost, Step.BUILDING) instanceof Verdict.Nobodys(var outcome)
                    ? Optional.of(afterBuild(lost, outcome))
                    : Optional.empty();
        }
    }

    /** Whoever took the preview to change its files may find nothing to change: then its build is still to be followed. */
    private static Outcome afterBuild(RuntimeException cause, Outcome outcome) {
        return cause instanceof HoldLost lost && lost.reason() == HoldLost.Reason.TAKEN
                ? new Outcome.Wait("the preview's files are being changed")
                : outcome;
    }

    private Outcome giveBuildUp(Work work, Job job, Failure failure, RuntimeException cause) {
        report(work, failure, cause, "the preview runs on, and whether it builds is not known");
        meters.built(Build.UNKNOWN);
        job.built(Build.UNKNOWN);
        return new Outcome.Done();
    }

    private Outcome theWorldFailed(
            Failure failure,
            Optional<Duration> asked,
            RuntimeException cause,
            Work work,
            Job job,
            Attempt attempt,
            Supplier<Outcome> lastly) {
        if (outage.isOn()) {
            leave(work, job);
            return new Outcome.Wait("Daytona is down");
        }
        if (attempt.number() >= settings.attempts()) {
            return lastly.get();
        }
        report(work, failure, cause, "tried again");
        leave(work, job);
        return new Outcome.TryAgain(failure.code().name(), asked);
    }

    /** For another attempt, which has the time that the world has cost: a project is not blamed for it. */
    private static void leave(Work work, Job job) {
        var beginnings = work.checkpoint().clearedBeginnings();
        if (!beginnings.isEmpty()) {
            work.store(work.step(), beginnings);
        }
        job.release();
    }

    private Outcome giveUp(Work work, Job job, Failure failure, String reason, RuntimeException cause) {
        report(work, failure, cause, "given up");
        meters.failed(work, failure);
        job.fail(failure);
        ended(work, failure);
        // The pool is filled again by itself, so there is nothing to be put back.
        return work.isForPool() ? new Outcome.Done() : new Outcome.GiveUp(reason);
    }

    /** A failed sandbox isn't kept. */
    private void ended(Work work, Failure failure) {
        log.atInfo()
                .addKeyValue("sandboxId", work.id())
                .addKeyValue("code", failure.code())
                .log("preview failed");
        publishStop(
                work,
                EndReason.FAILED,
                work.created()
                        .or(() -> work.checkpoint().get(Checkpoint.DAYTONA_ID))
                        .orElse(null));
    }

    /** Should the publish fail, the record's due time sees to it. */
    private void publishStop(Work work, EndReason reason, @Nullable String daytonaId) {
        try {
            commands.publish(new StopSandbox(
                    StopSandbox.VERSION,
                    work.id(),
                    work.wanted().owner().user(),
                    clock.instant(),
                    reason,
                    daytonaId,
                    work.checkpoint().get(Checkpoint.REPLAY_ID).orElse(null)));
        } catch (Commands.NotQueuedException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", work.id())
                    .setCause(e)
                    .log("stop of a sandbox that is not wanted was not published; the due sweep will");
        }
    }

    private static void report(Work work, Failure failure, RuntimeException cause, String whatNext) {
        var step = work.step();
        log.atWarn()
                .addKeyValue("sandboxId", work.id())
                .addKeyValue("step", step == Step.QUEUED ? "claim" : step.word())
                .addKeyValue("code", failure.code())
                .setCause(cause)
                .log("attempt failed; {}", whatNext);
    }
}
