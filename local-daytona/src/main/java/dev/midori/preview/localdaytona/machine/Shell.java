package dev.midori.preview.localdaytona.machine;

import java.util.Locale;

/**
 * A shell that lives until it is closed. Its commands share its directory and variables and run one after another; one
 * that ends the shell is never seen to end, and nor are those behind it.
 */
public interface Shell {
    /** Gives it a command, which runs when those before it have ended. */
    ShellCommand run(String id, String command, Stdin stdin);

    /** What a command finds on its standard input. */
    enum Stdin {
        /** Nothing: it reads the end at once. */
        EMPTY,
        /** What it is given while it runs; it never reads the end. */
        OPEN;

        /** The word for it in the language of {@code session.sh}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Ends it and everything that it started: politely, after 5 seconds by force. */
    void close();
}
