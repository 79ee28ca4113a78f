package dev.midori.preview.localdaytona.machine;

/**
 * A shell that lives until it is closed. Its commands share its directory and variables and run one after another; one
 * that ends the shell is never seen to end, and nor are those behind it.
 */
public interface Shell {
    /** Gives it a command, which runs when those before it have ended. */
    ShellCommand run(String id, String command);

    /** Ends it and everything that it started: politely, after 5 seconds by force. */
    void close();
}
