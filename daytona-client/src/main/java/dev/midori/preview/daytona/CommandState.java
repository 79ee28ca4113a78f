package dev.midori.preview.daytona;

/** How far a command of a session is. */
public sealed interface CommandState {
    /** It has no exit code yet: it runs, waits for the one before it, or its shell died. */
    record Running() implements CommandState {}

    /** It has ended. */
    record Exited(int exitCode) implements CommandState {}
}
