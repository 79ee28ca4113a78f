package dev.midori.preview.provision.job;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.messaging.Commands;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.HoldLost;
import dev.midori.preview.state.Job;
import dev.midori.preview.state.Jobs;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Carries out create commands. Safe to be given the same one any number of times, by any number of workers. */
@Component
public class Provisioner {
    private static final Logger log = LoggerFactory.getLogger(Provisioner.class);

    private final Jobs jobs;
    private final Pipeline pipeline;
    private final Commands commands;
    private final Departure departure;
    private final WorkerSettings settings;
    private final Clock clock;

    Provisioner(
            Jobs jobs,
            Pipeline pipeline,
            Commands commands,
            Departure departure,
            WorkerSettings settings,
            Clock clock) {
        this.jobs = jobs;
        this.pipeline = pipeline;
        this.commands = commands;
        this.departure = departure;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Takes the job and goes on with it for as long as it takes.
     *
     * @param copyId  of the delivery
     * @param attempt which one this is, from 1
     */
    public Outcome attempt(CreateSandbox command, String copyId, int attempt) {
        try {
            return switch (jobs.claim(command, copyId)) {
                case Jobs.Claim.Taken(var job) -> carryOut(command, job, attempt);
                case Jobs.Claim.Held(var until) -> new Outcome.Wait("another copy is at work until " + until);
                case Jobs.Claim.Ended _ -> new Outcome.Done();
                case Jobs.Claim.TooOld _ -> new Outcome.GiveUp("TOO_OLD");
            };
        } catch (DataAccessException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", command.sandboxId())
                    .setCause(e)
                    .log("state can't be reached; the job waits");
            return new Outcome.Wait("state can't be reached");
        }
    }

    private Outcome carryOut(CreateSandbox command, Job job, int attempt) {
        var work = new Work(command, job, departure, clock, settings.poll());
        try (var _ = LeaseKeeper.of(job, settings.lease())) {
            pipeline.carryOut(work);
            return new Outcome.Done();
        } catch (RuntimeException e) {
            return conclude(e, work, job, attempt);
        }
    }

    private Outcome conclude(RuntimeException cause, Work work, Job job, int attempt) {
        try {
            return switch (Verdict.of(cause, work.step())) {
                case Verdict.TheProjects(var failure) -> {
                    end(work, job, failure);
                    yield new Outcome.Done();
                }
                case Verdict.TheWorlds(var failure, var asked)
                when attempt < settings.attempts() -> {
                    report(work, failure, cause, "tried again");
                    job.release();
                    yield new Outcome.TryAgain(failure.code().name(), asked);
                }
                case Verdict.TheWorlds(var failure, var _) -> giveUp(work, job, failure, cause);
                case Verdict.Ours(var failure) -> giveUp(work, job, failure, cause);
                case Verdict.Nobodys(var outcome) -> {
                    job.release();
                    yield outcome;
                }
            };
        } catch (HoldLost lost) {
            return lost.reason() == HoldLost.Reason.LOST ? new Outcome.Wait("state was lost") : new Outcome.Done();
        } catch (DataAccessException _) {
            return new Outcome.Wait("state can't be reached");
        }
    }

    private Outcome giveUp(Work work, Job job, Failure failure, RuntimeException cause) {
        report(work, failure, cause, "given up");
        end(work, job, failure);
        return new Outcome.GiveUp(failure.code().name());
    }

    /** A failed sandbox isn't kept. Should the publish fail, the record's due time sees to it. */
    private void end(Work work, Job job, Failure failure) {
        job.fail(failure);
        log.atInfo()
                .addKeyValue("sandboxId", work.id())
                .addKeyValue("code", failure.code())
                .log("preview failed");
        var daytonaId = work.checkpoint().get(Checkpoint.DAYTONA_ID).orElse(null);
        var command = work.command();
        try {
            commands.publish(new StopSandbox(
                    StopSandbox.VERSION, work.id(), command.userId(), clock.instant(), EndReason.FAILED, daytonaId));
        } catch (Commands.NotQueuedException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", work.id())
                    .setCause(e)
                    .log("stop of a failed sandbox not published; the due sweep will");
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
