package dev.midori.preview.gateway.problem;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * One thing that went wrong, in words for the caller: never a class name, a path of this machine or a secret.
 *
 * @param code       the word that programs read
 * @param error      one sentence
 * @param hint       what the caller can do
 * @param retryAfter when trying again makes sense; {@code null} where it doesn't by itself
 * @param details    further members of the answer, such as the sandbox that it is about
 */
public record Problem(
        HttpStatus status,
        String code,
        String error,
        String hint,
        @Nullable Duration retryAfter,
        Map<String, Object> details) {
    public Problem {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    public static Problem of(Code code, String error, String hint) {
        return of(code.status(), code.name(), error, hint);
    }

    public static Problem of(HttpStatus status, String code, String error, String hint) {
        return new Problem(status, code, error, hint, null, Map.of());
    }

    /** The same, with one more member. */
    public Problem with(String name, Object value) {
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Problem(status, code, error, hint, retryAfter, more);
    }

    /** The same, to be tried again after so long, in whole seconds and at least one. */
    public Problem retryAfter(Duration pause) {
        return new Problem(status, code, error, hint, pause, details);
    }

    /** To be thrown where the request ends here. */
    public ProblemException asException() {
        return new ProblemException(this);
    }

    /** The whole answer. */
    public ResponseEntity<Map<String, Object>> asResponse() {
        return ResponseEntity.status(status).headers(headers()).body(body());
    }

    HttpHeaders headers() {
        var headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds(retryAfter)));
        }
        return headers;
    }

    /** RFC 9457's own members, then the ones that the frontends read. */
    Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "about:blank");
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("detail", error);
        body.put("error", error);
        body.put("code", code);
        body.put("hint", hint);
        if (retryAfter != null) {
            body.put("retryAfter", seconds(retryAfter));
        }
        body.putAll(details);
        return body;
    }

    private static long seconds(Duration pause) {
        return Math.max(1, pause.plusNanos(999_999_999).toSeconds());
    }
}
