package dev.midori.preview.gateway.problem;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * One thing that went wrong, in words for the caller: never a class name, a path of this machine or a secret.
 *
 * @param code       the word that programs read
 * @param wording    one sentence, and what the caller can do
 * @param retryAfter when trying again makes sense; {@code null} where it doesn't by itself
 * @param details    further members of the answer, such as the sandbox that it is about
 */
public record Problem(
        HttpStatus status,
        String code,
        Wording wording,
        @Nullable Duration retryAfter,
        Map<String, Object> details) {
    public Problem {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /**
     * One of the things that we tell.
     *
     * @param arguments what the reason's texts have gaps for
     */
    public static Problem of(Reason reason, Object... arguments) {
        return of(reason.code().status(), reason.code().name(), reason, arguments);
    }

    /** The same under a status and a code of its own. */
    public static Problem of(HttpStatus status, String code, Reason reason, Object... arguments) {
        return new Problem(status, code, new Wording.Ours(reason, List.of(arguments)), null, Map.of());
    }

    /** In English words; who reads Thai is told what the code says in general. */
    public static Problem of(Code code, String error, String hint) {
        return of(code.status(), code.name(), error, hint);
    }

    /** In English words of somebody else's, such as a worker's; who reads Thai is told what the code says in general. */
    public static Problem of(HttpStatus status, String code, String error, String hint) {
        return new Problem(status, code, new Wording.Theirs(code, error, hint), null, Map.of());
    }

    /** The sentence in English, as logs have it. */
    public String error() {
        return wording.error(Locale.ENGLISH);
    }

    /** The same, with one more member. */
    public Problem with(String name, Object value) {
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Problem(status, code, wording, retryAfter, more);
    }

    /** The same, to be tried again after so long, in whole seconds and at least one. */
    public Problem retryAfter(Duration pause) {
        return new Problem(status, code, wording, pause, details);
    }

    /** To be thrown where the request ends here. */
    public ProblemException asException() {
        return new ProblemException(this);
    }

    /** The whole answer, in the language of the request that is being worked on. */
    public ResponseEntity<Map<String, Object>> asResponse() {
        return ResponseEntity.status(status).headers(headers()).body(body(LocaleContextHolder.getLocale()));
    }

    HttpHeaders headers() {
        var headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds(retryAfter)));
        }
        return headers;
    }

    /** RFC 9457's own members, then the ones that the frontends read. */
    Map<String, Object> body(Locale language) {
        var error = wording.error(language);
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "about:blank");
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("detail", error);
        body.put("error", error);
        body.put("code", code);
        body.put("hint", wording.hint(language));
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
