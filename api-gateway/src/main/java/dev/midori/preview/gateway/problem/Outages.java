package dev.midori.preview.gateway.problem;

import java.time.Duration;

/** What is told when a part that the gateway depends on doesn't do its work. Nothing was accepted then. */
public final class Outages {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final String HINT = "Try again in a moment.";

    private Outages() {}

    /** The broker has not taken it. */
    public static Problem broker() {
        return Problem.of(Code.BROKER_UNAVAILABLE, "The job queue is not available right now.", HINT)
                .retryAfter(PAUSE);
    }

    /** Redis does not answer. */
    public static Problem state() {
        return Problem.of(Code.STATE_UNAVAILABLE, "The state of previews is not available right now.", HINT)
                .retryAfter(PAUSE);
    }

    /** Too much is on its way already. */
    public static Problem busy() {
        return Problem.of(Code.GATEWAY_BUSY, "Too many projects are being received right now.", HINT)
                .retryAfter(Duration.ofSeconds(2));
    }

    /** Too many watch. */
    public static Problem streams() {
        return Problem.of(Code.GATEWAY_BUSY, "Too many event streams are open right now.", "Read the status instead.")
                .retryAfter(Duration.ofSeconds(10));
    }
}
