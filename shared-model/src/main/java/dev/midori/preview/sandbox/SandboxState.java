package dev.midori.preview.sandbox;

import java.time.Instant;

/** Where a sandbox stands. Each state carries exactly what is known in it. */
public sealed interface SandboxState {
    /** On its way; {@link #step} is the one being done. */
    record Provisioning(Step step) implements SandboxState {}

    /** Running since then; Daytona's own id is what its dashboard shows. */
    record Running(PreviewLink link, String daytonaId, Instant since) implements SandboxState {}

    /** Told to end, and not yet gone from Daytona. */
    record Stopping(EndReason reason) implements SandboxState {}

    /** Gone. */
    record Stopped(EndReason reason) implements SandboxState {}

    /** Ended by a failure at this step. */
    record Failed(Failure failure, Step step) implements SandboxState {}

    /** The word that clients read for this state. */
    default Status status() {
        return switch (this) {
            case Provisioning(var step) -> step.status();
            case Running _ -> Status.RUNNING;
            case Stopping _ -> Status.STOPPING;
            case Stopped _ -> Status.STOPPED;
            case Failed _ -> Status.ERROR;
        };
    }

    /** Whether nothing but forgetting will ever happen to it: no message can revive it. */
    default boolean isEnded() {
        return switch (this) {
            case Provisioning _, Running _ -> false;
            case Stopping _, Stopped _, Failed _ -> true;
        };
    }
}
