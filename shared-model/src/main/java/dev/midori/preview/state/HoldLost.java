package dev.midori.preview.state;

import dev.midori.preview.sandbox.SandboxId;

/** The job is not ours any more. Whoever catches it stops at once and changes nothing. */
public final class HoldLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** It was stopped, expired or failed: nothing remains to be done. */
        ENDED,
        /** Another worker is at work on it: its copy of the command goes on. */
        TAKEN,
        /** A command with newer files waits for it: that one goes on. */
        SUPERSEDED,
        /** Nobody has it any more, because Redis lost something or the next holder fell silent: to be claimed again. */
        LOST
    }

    private final Reason reason;

    public HoldLost(SandboxId id, Reason reason) {
        super("job of sandbox %s is no longer held: %s".formatted(id, reason));
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
