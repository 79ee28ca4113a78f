package dev.midori.preview.gateway.problem;

import java.time.Duration;

/** What is told when a part that the gateway depends on doesn't do its work. Nothing was accepted then, unless it says so. */
public final class Outages {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private Outages() {}

    /** The broker has not taken it. */
    public static Problem broker() {
        return Problem.of(Reason.BROKER_UNAVAILABLE).retryAfter(PAUSE);
    }

    /** Redis does not answer. */
    public static Problem state() {
        return Problem.of(Reason.STATE_UNAVAILABLE).retryAfter(PAUSE);
    }

    /** Too much is on its way already. */
    public static Problem busy() {
        return Problem.of(Reason.GATEWAY_BUSY).retryAfter(Duration.ofSeconds(2));
    }

    /** This process is about to end; what was accepted goes on. */
    public static Problem leaving() {
        return Problem.of(Reason.GATEWAY_LEAVING).retryAfter(Duration.ofSeconds(1));
    }

    /** Too many requests of one user wait; what was accepted goes on. */
    public static Problem waiting() {
        return Problem.of(Reason.TOO_MANY_WAIT).retryAfter(Duration.ofSeconds(10));
    }

    /** Too many watch. */
    public static Problem streams() {
        return Problem.of(Reason.STREAMS_FULL).retryAfter(Duration.ofSeconds(10));
    }
}
