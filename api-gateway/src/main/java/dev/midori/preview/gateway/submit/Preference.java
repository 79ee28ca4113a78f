package dev.midori.preview.gateway.submit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a caller wants to wait, in the words of {@code Prefer} (RFC 7240). What it doesn't understand it leaves out.
 *
 * @param async whether an acceptance is answer enough
 * @param patience how long the caller waits for more, where it says so
 */
record Preference(boolean async, Optional<Duration> patience) {
    private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?([0-9]{1,9})\"?");

    /** Reads all {@code Prefer} headers of a request; the first of each preference counts. */
    static Preference of(List<String> headers) {
        var words = headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(word -> word.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .toList();
        var patience = words.stream()
                .map(WAIT::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> Duration.ofSeconds(Long.parseLong(matcher.group(1))))
                .findFirst();
        return new Preference(words.contains("respond-async"), patience);
    }

    /** How long to hold the request, at most as long as it may be held. */
    Duration hold(Duration atMost) {
        var wanted = patience.orElse(async ? Duration.ZERO : atMost);
        return wanted.compareTo(atMost) < 0 ? wanted : atMost;
    }

    /** What of it was followed, as {@code Preference-Applied} says it; empty where nothing was asked. */
    Optional<String> applied() {
        if (async) {
            return Optional.of("respond-async");
        }
        return patience.map(time -> "wait=" + time.toSeconds());
    }
}
