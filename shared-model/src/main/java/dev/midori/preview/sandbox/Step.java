package dev.midori.preview.sandbox;

import java.util.Locale;

/** What is being done for a sandbox that isn't running yet, in order. */
public enum Step {
    QUEUED(0, Status.CREATING),
    CREATING(1, Status.CREATING),
    UPLOADING(2, Status.CREATING),
    INSTALLING(3, Status.BUILDING),
    BUILDING(4, Status.BUILDING),
    STARTING(5, Status.BUILDING),
    RUNNING(6, Status.RUNNING);

    private final int done;
    private final Status status;

    Step(int done, Status status) {
        this.done = done;
        this.status = status;
    }

    /** The status that clients see during this step. */
    public Status status() {
        return status;
    }

    /** How many steps are done when this one begins. */
    public int done() {
        return done;
    }

    /** How many steps there are to do before a sandbox runs. */
    public static int total() {
        return RUNNING.done;
    }

    /** The word in Redis and in HTTP answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #word()} back. */
    public static Step of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
