package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.DaytonaException.Conflict;
import dev.midori.preview.daytona.DaytonaException.NotFound;
import dev.midori.preview.daytona.DaytonaException.QuotaExceeded;
import dev.midori.preview.daytona.DaytonaException.Rejected;
import dev.midori.preview.daytona.DaytonaException.Throttled;
import dev.midori.preview.daytona.DaytonaException.Unauthorized;
import dev.midori.preview.daytona.DaytonaException.Unavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;

/** Says what a failed request means to whoever made it. */
final class Failures {
    /** Daytona says by 400 that there is no room, and tells it from a bad request by these words only. */
    private static final Pattern NO_ROOM = Pattern.compile(
            "(Total (CPU|GPU|memory|disk)\\b.*limit exceeded|No available runners).*", Pattern.CASE_INSENSITIVE);

    private Failures() {}

    static DaytonaException of(Call call, Refusal refusal) {
        var name = call.toString();
        var status = refusal.status();
        var message = status < 400 ? "a redirect; is Daytona's address right?" : refusal.message();
        var reason = "answered %d: %s".formatted(status, message);
        return switch (status) {
            case 401, 403 -> new Unauthorized(name, reason);
            case 404 -> new NotFound(name, reason);
            case 408 -> new Unavailable(name, reason);
            case 409 -> new Conflict(name, reason);
            case 429 -> new Throttled(name, RetryAfter.in(refusal.headers()));
            default -> {
                if (status == 400 && NO_ROOM.matcher(message).matches()) {
                    yield new QuotaExceeded(name, reason);
                }
                // Older toolboxes wrap what should have been a 404.
                if (status == 500 && message.toLowerCase(Locale.ROOT).contains("session not found")) {
                    yield new NotFound(name, reason);
                }
                yield status >= 500 ? new Unavailable(name, reason) : new Rejected(name, status, message);
            }
        };
    }

    static DaytonaException of(Call call, RestClientException failed) {
        if (cause(failed, AnswerTooLong.class).isPresent()) {
            return new Rejected(call.toString(), 200, AnswerTooLong.REASON);
        }
        return cause(failed, IOException.class)
                .<DaytonaException>map(io -> new Unavailable(call.toString(), reason(io), io))
                .orElseGet(() -> new Unavailable(call.toString(), "the answer is not what Daytona's API says", failed));
    }

    /** Never the exception's own text, which may hold an address that is a secret. */
    static String reason(Throwable failed) {
        if (cause(failed, InterruptedException.class).isPresent()) {
            return "interrupted";
        }
        if (cause(failed, HttpTimeoutException.class).isPresent()) {
            return "no answer in time";
        }
        if (cause(failed, UnknownHostException.class).isPresent()
                || cause(failed, UnresolvedAddressException.class).isPresent()) {
            return "its host name is unknown";
        }
        if (cause(failed, ConnectException.class).isPresent()) {
            return "no connection";
        }
        return "the connection broke";
    }

    private static <T extends Throwable> Optional<T> cause(@Nullable Throwable failed, Class<T> type) {
        for (var cause = failed; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
