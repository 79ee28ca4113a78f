package dev.midori.preview.sandbox;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a sandbox was told to end. */
public enum EndReason {
    /** Its owner stopped it. */
    USER,
    /** Its owner started something else in its place. */
    REPLACED,
    /** Nobody looked at it any more. */
    IDLE,
    /** It reached the age that no sandbox outlives, or wasn't running in time. */
    EXPIRED,
    /** Its owner's time for the day is used up. */
    QUOTA,
    /** It exists at Daytona, but nothing here knows it. */
    ORPHAN,

    /** Daytona has it no more, although nobody here ended it. */
    VANISHED,
    /** An operator stopped it. */
    OPERATOR,
    /** It failed; what it left at Daytona goes. */
    FAILED,
    /** It waited in the warm pool, and nobody needs it there any more. */
    POOL,
    /** It waited in the warm pool, and is somebody's preview now: it lives on under another name of ours. */
    HANDED_OVER;

    /** The word in Redis, in messages and in HTTP answers. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #word()} back. */
    public static EndReason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
