package dev.midori.preview.localdaytona.machine;

import java.util.OptionalInt;

/** A command that a shell was given. */
public interface ShellCommand {
    /** Empty while it runs or waits, and for ever where its shell ended before it did. */
    OptionalInt exitCode();

    /** Everything that it has written by now: lines, each after three bytes that name its stream. */
    byte[] log();

    /** What it has written behind that many bytes of its log; waits for it, but not for long. */
    byte[] logFrom(int position) throws InterruptedException;

    /** Nothing more will be written: it has ended, or its shell is closed. */
    boolean isOver();

    /**
     * Gives it something to read, as a line, for which it was started to have an open standard input.
     *
     * @param echo whether its log shows it too
     */
    void input(String data, boolean echo);

    /** Returns when it has ended; where its shell is closed before that, with no exit code. */
    void await() throws InterruptedException;

    /** Three bytes that stand before each line of standard output. */
    String STDOUT = "\u0001\u0001\u0001";

    /** Three bytes that stand before each line of standard error. */
    String STDERR = "\u0002\u0002\u0002";
}
