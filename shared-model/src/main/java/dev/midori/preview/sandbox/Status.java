package dev.midori.preview.sandbox;

import java.util.Locale;

/** Where a sandbox stands, in the words that clients read. */
public enum Status {
    /** Accepted: waiting for a worker, being created at Daytona, or receiving its files. Moved on by a worker. */
    CREATING,
    /** Installing, building or starting the dev server. Moved on by a worker. */
    BUILDING,
    /** The preview's own address answered with the app's page. Left by a stop, by idleness or at its hard stop. */
    RUNNING,
    /** Holds no slot any more, but something of it may still exist at Daytona. Moved on by a worker. */
    STOPPING,
    /** Ended as asked; nothing is left at Daytona. Forgotten after a while. */
    STOPPED,
    /** Ended by a failure. Forgotten after a while, once nothing is left at Daytona. */
    ERROR;

    /** The word in Redis and in HTTP answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #word()} back. */
    public static Status of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
