package dev.midori.preview.state;

import dev.midori.preview.sandbox.SandboxId;

/** The job is not ours any more. Whoever catches it stops at once and changes nothing. */
public final class HoldLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** It was stopped, expired, failed or runs: nothing remains to be done. */
        ENDED,
        /** Another worker has it, or will: its copy of the command goes on. */
        TAKEN,
        /** Redis has lost the record: the command should be tried again, and makes it anew. */
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
