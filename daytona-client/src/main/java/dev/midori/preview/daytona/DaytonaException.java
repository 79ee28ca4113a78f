package dev.midori.preview.daytona;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a Daytona call can go wrong with, split by what the caller can do about it. Messages name the call and the
 * sandbox, and never hold a key, a token or a link that carries one.
 */
public abstract sealed class DaytonaException extends RuntimeException {
    private DaytonaException(String call, String reason, @Nullable Throwable cause) {
        super("Daytona could not %s: %s".formatted(call, reason), cause);
    }

    /**
     * Not reached, no answer in time, interrupted, an answer that made no sense, or 5xx: the same call may work later.
     * It may also have taken effect. After an interrupt the thread's flag is set.
     */
    public static final class Unavailable extends DaytonaException {
        public Unavailable(String call, String reason) {
            this(call, reason, null);
        }

        public Unavailable(String call, String reason, @Nullable Throwable cause) {
            super(call, reason, cause);
        }
    }

    /** Answered 429: nothing happened; ask again after {@link #retryAfter}. */
    public static final class Throttled extends DaytonaException {
        private final Duration retryAfter;

        public Throttled(String call, Duration retryAfter) {
            super(call, "too many requests", null);
            this.retryAfter = retryAfter;
        }

        /** What Daytona asked for, at most an hour; zero when it didn't say. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The organisation's quota is used up or no runner is free: it may work once other sandboxes are gone. */
    public static final class QuotaExceeded extends DaytonaException {
        public QuotaExceeded(String call, String reason) {
            super(call, reason, null);
        }
    }

    /** Answered 409: the name is taken, or another change is under way. Look at the sandbox before going on. */
    public static final class Conflict extends DaytonaException {
        public Conflict(String call, String reason) {
            super(call, reason, null);
        }
    }

    /** Answered 404 where the thing had to be there: the sandbox, the session or the folder is gone. */
    public static final class NotFound extends DaytonaException {
        public NotFound(String call, String reason) {
            super(call, reason, null);
        }
    }

    /**
     * Answered 401 or 403. By the control API: the key is wrong or has ended, or the organisation is suspended; no other
     * call fares better. By a toolbox: that, <em>or the sandbox is gone</em>, for Daytona's proxy doesn't tell these apart;
     * {@link Daytona#find} does.
     */
    public static final class Unauthorized extends DaytonaException {
        public Unauthorized(String call, String reason) {
            super(call, reason, null);
        }
    }

    /** Some files could not be written; all others were. Uploading the same again is safe. */
    public static final class UploadFailed extends DaytonaException {
        private final List<String> failedPaths;

        public UploadFailed(String call, List<String> failedPaths, String reason) {
            super(
                    call,
                    "%d file(s) not written, %s: %s".formatted(failedPaths.size(), some(failedPaths), reason),
                    null);
            this.failedPaths = List.copyOf(failedPaths);
        }

        /** Their paths, as they were given. */
        public List<String> failedPaths() {
            return failedPaths;
        }

        private static String some(List<String> paths) {
            return String.join(", ", paths.subList(0, Math.min(5, paths.size()))) + (paths.size() > 5 ? " …" : "");
        }
    }

    /** Answered any other 4xx or 3xx, or with more than we are ready to read: repeating the call changes nothing. */
    public static final class Rejected extends DaytonaException {
        private final int status;
        private final String detail;

        public Rejected(String call, int status, String detail) {
            super(call, "answered %d: %s".formatted(status, detail), null);
            this.status = status;
            this.detail = detail;
        }

        /** The HTTP status; 200 where the answer was longer than is read here. */
        public int status() {
            return status;
        }

        /** Whether the answer was longer than is read here. */
        public boolean isTooLong() {
            return status == 200;
        }

        /** What Daytona said about it, or a few words of our own when it said nothing. */
        public String detail() {
            return detail;
        }
    }
}
