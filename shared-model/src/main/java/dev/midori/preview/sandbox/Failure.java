package dev.midori.preview.sandbox;

/**
 * Why a sandbox is in {@code error}, in words for its owner.
 *
 * @param message one sentence
 * @param hint    what the owner can do; may be empty
 * @param logTail the last lines of the failing step's log; may be empty
 */
public record Failure(FailureCode code, String message, String hint, String logTail) {
    /** The most that is kept of a log's tail, in characters. */
    public static final int LOG_TAIL_LIMIT = 4000;

    public Failure {
        if (logTail.length() > LOG_TAIL_LIMIT) {
            logTail = logTail.substring(logTail.length() - LOG_TAIL_LIMIT);
        }
    }

    /** A failure that no log explains. */
    public static Failure of(FailureCode code, String message, String hint) {
        return new Failure(code, message, hint, "");
    }
}
