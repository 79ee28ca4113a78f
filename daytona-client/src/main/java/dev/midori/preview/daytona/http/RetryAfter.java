package dev.midori.preview.daytona.http;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.springframework.http.HttpHeaders;

/**
 * Reads how long to wait from a 429. Daytona's limiter writes {@code Retry-After-<limit>}, its guard against wrong keys
 * {@code Retry-After}; both send {@code X-RateLimit-Reset-<limit>} in seconds, for limits that were not hit as well, so
 * that one is asked last.
 */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** At most an hour; zero where no header can be read. */
    static Duration in(HttpHeaders headers) {
        var seconds = longest(headers, "retry-after"::equals)
                .orElseGet(() -> longest(headers, name -> name.startsWith("retry-after-"))
                        .orElseGet(() -> longest(headers, name -> name.startsWith("x-ratelimit-reset"))
                                .orElse(0)));
        return Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
    }

    private static OptionalLong longest(HttpHeaders headers, Predicate<String> wanted) {
        return headers.headerSet().stream()
                .filter(header -> wanted.test(header.getKey().toLowerCase(Locale.ROOT)))
                .flatMap(header -> header.getValue().stream())
                .map(String::strip)
                .filter(value -> value.matches("\\d{1,10}"))
                .mapToLong(Long::parseLong)
                .max();
    }
}
