package dev.midori.preview.provision.job;

import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.Job;
import dev.midori.preview.state.Jobs.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A held job as the steps see it. Every method that stores, waits or looks first makes sure that the job is still ours,
 * that the delivery is, and that this process isn't going; it throws where that isn't so, which ends the step.
 */
public final class Work {
    /** How long Daytona may fail to answer before the attempt is over. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    /** What takes no time is seen at once; whatever takes longer is looked at as often as a twentieth of that time goes by. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    private static final double GROWTH = 1.05;

    private final Wanted wanted;
    private final Job job;
    private final Task task;
    private final Checkpoint checkpoint;
    private final Tether tether;
    private final Patience patience;
    private final InstantSource clock;
    private final Duration poll;
    private Optional<String> created = Optional.empty();
    private Step step;
    private boolean buildRemains;

    Work(Wanted wanted, Job job, Task task, Tether tether, Patience patience, InstantSource clock, Duration poll) {
        this.wanted = wanted;
        this.job = job;
        this.task = task;
        this.buildRemains = task == Task.BUILD;
        this.checkpoint = new Checkpoint(job.checkpoint());
        this.tether = tether;
        this.patience = patience;
        this.clock = clock;
        this.poll = poll;
        this.step = checkpoint.get("step").map(Step::of).orElse(Step.QUEUED);
    }

    /** The step that is under way. */
    public Step step() {
        return step;
    }

    /** The sandbox that is being provisioned. */
    public SandboxId id() {
        return job.id();
    }

    /** Whether the preview runs already, and shall have other files. */
    public boolean isLive() {
        return task == Task.UPDATE;
    }

    /** What it shall become. */
    public Wanted wanted() {
        return wanted;
    }

    /** What is stored so far. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** Now, as everything that is stored is timed. */
    public Instant now() {
        return clock.instant();
    }

    /** A session name that no other holder of this job uses. */
    public String sessionFor(Step step) {
        return step.word() + "-" + job.epoch();
    }

    /** Whether some holder, of whichever job had this sandbox, gave a session of that step this name. */
    public static boolean isSessionFor(Step step, String session) {
        return session.startsWith(step.word() + "-");
    }

    /** To be called right before anything is done at Daytona: it is the last moment to see that it is no longer ours to do. */
    public void hold() {
        tether.check();
        job.renew();
    }

    /** Asks state something that isn't the job's own, and may be asked twice, until it answers. */
    public <T> T ask(Supplier<T> question) {
        return patience.with(question);
    }

    /** Whether it is nobody's, and waits for somebody's project in the warm pool. */
    public boolean isForPool() {
        return PoolSlot.isReserved(wanted.owner().user());
    }

    /** Stores what was found out or is about to be done. */
    public void store(Step step, Map<String, String> fields) {
        tether.check();
        job.record(step, fields);
        this.step = step;
        checkpoint.put(fields);
    }

    /** Stores that everything begins anew now: whatever later steps had stored was of a sandbox that is gone. */
    public void startOver(Step step, String beginning, Map<String, String> more) {
        var fields = checkpoint.cleared();
        fields.putAll(more);
        fields.put(beginning, Long.toString(now().toEpochMilli()));
        fields.put(Checkpoint.FILES_REVISION, Long.toString(wanted.revision()));
        store(step, fields);
        created = Optional.empty();
    }

    /** Stores that something begins now, unless an earlier holder stored it; answers when it began. */
    public Instant storeBeginning(Step step, String field) {
        return checkpoint.time(field).orElseGet(() -> {
            var begun = now();
            store(step, Map.of(field, Long.toString(begun.toEpochMilli())));
            return begun;
        });
    }

    /** This sandbox exists, whether that can be stored or not. */
    public void created(String daytonaId) {
        created = Optional.of(daytonaId);
    }

    /** Daytona's id of the sandbox, as soon as it is known here. */
    Optional<String> created() {
        return created;
    }

    /** The preview runs. */
    public void run(String daytonaId, PreviewLink link) {
        tether.check();
        job.run(daytonaId, link);
    }

    /** The preview runs, and its build remains to be made beside it. */
    public void runAndBuild(String daytonaId, PreviewLink link) {
        tether.check();
        job.runAndBuild(daytonaId, link);
        buildRemains = true;
    }

    /** The preview shows a whole new set of files, and their build remains to be made beside it. */
    public void appliedAndBuild() {
        tether.check();
        job.appliedAndBuild(wanted.revision());
        buildRemains = true;
    }

    /** What came of the build beside the preview. */
    public void built(Build build) {
        tether.check();
        job.built(build);
    }

    /** Whether the preview runs as it shall, and only the build beside it is left to be done. */
    boolean buildRemains() {
        return buildRemains;
    }

    /** The preview, which ran all the time, shows a whole new set of files. */
    public void applied() {
        tether.check();
        job.applied(wanted.revision());
    }

    /** The preview, which ran all the time, shows some new files. */
    public void appliedInPart() {
        tether.check();
        job.applied(0);
    }

    /** Ends the hold and changes nothing: the preview goes on as it is. */
    public void giveUp() {
        job.release();
    }

    /** Adds to the step's log. */
    public void log(Step step, String text) {
        if (!text.isEmpty()) {
            job.log(step, text);
        }
    }

    /** The same of what a command has printed, and stores with it how much of that it was so far. */
    public void log(Step step, String text, Map<String, String> fields) {
        job.log(step, text, fields);
        checkpoint.put(fields);
    }

    /**
     * Asks until there is an answer or the deadline has passed. A question that Daytona fails to answer is asked again for
     * a while: what is waited for goes on all the same.
     *
     * @return the answer; empty at the deadline
     */
    public <T> Optional<T> await(Instant deadline, Supplier<Optional<T>> question) {
        Instant silentSince = null;
        var pause = shorter(SHORTEST_PAUSE, poll);
        while (true) {
            hold();
            Optional<T> answer = Optional.empty();
            try {
                answer = question.get();
                silentSince = null;
            } catch (DaytonaException.Unavailable e) {
                silentSince = silentSince == null ? now() : silentSince;
                if (now().isAfter(silentSince.plus(LONGEST_SILENCE))) {
                    hold();
                    throw e;
                }
            } catch (RuntimeException e) {
                // What was looked at may have gone because the job was ended meanwhile: then it has not failed.
                hold();
                throw e;
            }
            if (answer.isPresent() || !now().isBefore(deadline)) {
                return answer;
            }
            sleep(pause);
            pause = shorter(Duration.ofNanos((long) (pause.toNanos() * GROWTH)), poll);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Handover();
        }
    }
}
