package dev.midori.preview.provision.job;

import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.HoldLost;
import dev.midori.preview.state.Job;
import dev.midori.preview.state.Jobs;
import dev.midori.preview.state.Jobs.Claim;
import dev.midori.preview.state.Jobs.Task;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Holds previews that run while something is done to them: one at a time, as provisioning does. */
@Component
public class LiveJobs {
    /** How long one change stands by for another of the same preview before it gets out of the way. */
    private static final Duration STAND_BY = Duration.ofSeconds(60);

    /** Previews for which a change stands by here: the others of theirs leave the consumers to everybody else's. */
    private final Set<SandboxId> stoodBy = ConcurrentHashMap.newKeySet();

    private final Jobs jobs;
    private final Departure departure;
    private final JobMeters meters;
    private final WorkerSettings settings;
    private final PreviewTimeouts timeouts;
    private final Clock clock;

    LiveJobs(
            Jobs jobs,
            Departure departure,
            JobMeters meters,
            WorkerSettings settings,
            PreviewTimeouts timeouts,
            Clock clock) {
        this.jobs = jobs;
        this.departure = departure;
        this.meters = meters;
        this.settings = settings;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /**
     * Does something to a preview that runs, alone. It may be begun twice, if the first holder is lost.
     *
     * @param doing    what is to be done; it ends the hold by itself
     * @param notThere called instead where no such preview runs
     * @param setAside called instead where one worker after the other has died of it
     */
    public Outcome holding(
            SandboxId id,
            UserId user,
            long revision,
            HeldFiles files,
            Attempt attempt,
            Consumer<Work> doing,
            Runnable notThere,
            Runnable setAside) {
        var tether = new Tether(
                departure, attempt.connected(), clock, clock.instant().plus(timeouts.job()));
        var patience = new Patience(tether);
        try (var turn = new StandBy(id)) {
            while (true) {
                tether.check();
                switch (patience.with(() -> jobs.hold(id, user, attempt.copy()))) {
                    case Claim.Taken(var job, var _) -> {
                        turn.leave();
                        var held = new PatientJob(job, patience);
                        var project = new ProjectId(held.checkpoint().getOrDefault("projectId", "unknown"));
                        var wanted = new Wanted(new Owner(user, project), clock.instant(), revision, files);
                        var work = new Work(wanted, held, Task.UPDATE, tether, patience, clock, settings.poll());
                        if (CrashLoop.isSeen(work)) {
                            setAside.run();
                            held.release();
                            return new Outcome.GiveUp(CrashLoop.CODE);
                        }
                        var outcome = carryOut(work, held, doing);
                        if (outcome.isPresent()) {
                            return outcome.get();
                        }
                    }
                    case Claim.Held _ -> {
                        if (!turn.isOurs()) {
                            return new Outcome.Wait("another change of the same preview is under way");
                        }
                        pause();
                    }
                    case Claim.Ended _, Claim.TooOld _, Claim.Busy _ -> {
                        notThere.run();
                        return new Outcome.Done();
                    }
                }
            }
        } catch (Handover _) {
            return new Outcome.HandOver();
        } catch (Tether.Loose loose) {
            return Verdict.of(loose);
        }
    }

    /** Where one change at a time stands by for another of the same preview, for as long as it may. */
    private final class StandBy implements AutoCloseable {
        private final SandboxId id;
        private final Instant until = clock.instant().plus(STAND_BY);
        private boolean ours;

        StandBy(SandboxId id) {
            this.id = id;
        }

        boolean isOurs() {
            ours = ours || stoodBy.add(id);
            return ours && clock.instant().isBefore(until);
        }

        void leave() {
            if (ours) {
                stoodBy.remove(id);
                ours = false;
            }
        }

        @Override
        public void close() {
            leave();
        }
    }

    /** Empty where it is to be held again. */
    private Optional<Outcome> carryOut(Work work, Job job, Consumer<Work> doing) {
        try (var _ = LeaseKeeper.of(job, settings.lease())) {
            doing.accept(work);
            return Optional.of(new Outcome.Done());
        } catch (HoldLost lost) {
            // Whatever it is now, the next claim says.
            meters.refused(lost);
            return Optional.empty();
        } catch (Handover | Tether.Loose leaving) {
            // Whoever lets go by itself has not died of it.
            job.release();
            throw leaving;
        }
    }

    private void pause() {
        try {
            Thread.sleep(settings.poll());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Handover();
        }
    }
}
