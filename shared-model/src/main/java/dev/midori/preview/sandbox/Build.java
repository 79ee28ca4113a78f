package dev.midori.preview.sandbox;

import java.util.Locale;

/** How the build stands that is made beside a preview, which runs whatever comes of it. */
public enum Build {
    /** Under way, or to be gone on with by the next worker. */
    RUNNING,
    /** The files build. */
    PASSED,
    /** They do not; the log of the step {@link Step#BUILDING} says why. */
    FAILED,
    /** It took longer than a build may. */
    TIMED_OUT,
    /** The world kept it from ending, which says nothing of the files. */
    UNKNOWN;

    /** The word in Redis and in HTTP answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #word()} back. */
    public static Build of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
