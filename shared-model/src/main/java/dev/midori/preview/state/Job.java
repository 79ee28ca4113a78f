package dev.midori.preview.state;

import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Step;
import java.util.Map;

/**
 * A job that is held. Every call renews the lease and is refused with {@link HoldLost} as soon as the sandbox has ended
 * or another worker has taken it; then nothing may be done for it any more. Safe for use by several threads.
 */
public interface Job {
    /** The sandbox that is being provisioned. */
    SandboxId id();

    /** Rises with every claim; part of session names, so that two holders never share one. */
    long epoch();

    /** What earlier holders stored, by field, as it was when the job was claimed. */
    Map<String, String> checkpoint();

    /** Keeps the lease. */
    void renew();

    /** Stores what a step found out or is about to do, and that this is the step. */
    void record(Step step, Map<String, String> fields);

    /** Adds to the step's log; what is over its limit is dropped. */
    default void log(Step step, String text) {
        log(step, text, Map.of());
    }

    /** The same, and stores fields with it, both or neither. */
    void log(Step step, String text, Map<String, String> fields);

    /** The preview answers. Ends the hold. */
    void run(String daytonaId, PreviewLink link);

    /**
     * The preview, which ran all the time, shows these files now. Ends the hold.
     *
     * @param revision of a whole set of files; 0 where it was only some of them
     */
    void applied(long revision);

    /**
     * As {@link #run}, but its build remains to be made beside it. The hold goes on, and from now on gives way to whoever
     * changes the preview's files.
     */
    void runAndBuild(String daytonaId, PreviewLink link);

    /** As {@link #applied} for a whole set of files, but their build remains to be made, as with {@link #runAndBuild}. */
    void appliedAndBuild(long revision);

    /** What came of the build beside a preview, which runs on. Ends the hold. */
    void built(Build build);

    /** The sandbox ends here. Ends the hold. */
    void fail(Failure failure);

    /**
     * The sandbox ends here because of its files, unless newer ones have been asked for meanwhile. Ends the hold. For a
     * while the same files are known to fail.
     *
     * @param contentHash of the files
     */
    void fail(Failure failure, String contentHash);

    /** Gives the job up as it is, for the next delivery to go on from. */
    void release();
}
