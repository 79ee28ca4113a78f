package dev.midori.preview.localdaytona.machine;

import java.util.OptionalInt;

/** A command that a shell was given. */
public interface ShellCommand {
    /** Empty while it runs or waits, and for ever where its shell ended before it did. */
    OptionalInt exitCode();

    /** Everything that it has written by now: lines, each after three bytes that name its stream. */
    byte[] log();

    /** Returns when it has ended; where its shell is closed before that, with no exit code. */
    void await() throws InterruptedException;

    /** Three bytes that stand before each line of standard output. */
    String STDOUT = "\u0001\u0001\u0001";

    /** Three bytes that stand before each line of standard error. */
    String STDERR = "\u0002\u0002\u0002";
}
