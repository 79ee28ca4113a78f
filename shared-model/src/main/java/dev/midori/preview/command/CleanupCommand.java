package dev.midori.preview.command;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An operator's word to the reapers; whichever of them takes it acts for all. Answered with {@link Reply.CleanedUp}. */
public record CleanupCommand(int version, Action action, Instant issuedAt) implements Command {
    /** The form that this release writes. */
    public static final int VERSION = 1;

    /** What to do. */
    public enum Action {
        /** Say how things are. */
        STATS,
        /** Sweep from now on, on every replica. */
        START,
        /** Sweep no more until told to: idle, expired and ended previews stay. */
        STOP,
        /** Look for idle and expired previews now. */
        CLEANUP,
        /** Compare with Daytona now. */
        SYNC,
        /** Say what Redis holds, and repair its indexes. */
        MEMORY,
        /** Forget stopped and failed sandboxes whose time is over now. */
        STOPPED;

        /** The word in messages and requests. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads {@link #word()} back; empty where it is none. */
        public static Optional<Action> of(String word) {
            return Arrays.stream(values())
                    .filter(action -> action.word().equals(word))
                    .findFirst();
        }
    }
}
