package dev.midori.preview.localdaytona.fault;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong.
 *
 * @param operation   which calls; all of them where null
 * @param rate        how often, from 0 to 1; always where null
 * @param times       how many times at most; without end where null
 * @param afterMillis how long after it was switched on it begins; at once where null
 * @param forMillis   how long it goes on from then; until it is switched off where null
 * @param delayMillis how long the call is held up first
 * @param works       whether it is carried out all the same
 * @param drop        whether the connection is closed instead of an answer
 * @param status      what is answered; what it would be otherwise where null
 * @param headers     of that answer
 * @param message     of that answer
 */
record Fault(
        @Nullable Operation operation,
        @Nullable Double rate,
        @Nullable Integer times,
        @Nullable Long afterMillis,
        @Nullable Long forMillis,
        @Nullable Long delayMillis,
        @Nullable Boolean works,
        @Nullable Boolean drop,
        @Nullable Integer status,
        @Nullable Map<String, String> headers,
        @Nullable String message) {
    private static final int LOWEST_STATUS = 200;
    private static final int HIGHEST_STATUS = 599;

    /** @throws IllegalArgumentException where it says what can't be */
    Fault {
        require(rate == null || (rate >= 0 && rate <= 1), "rate is from 0 to 1");
        require(times == null || times >= 0, "times is a count");
        for (var millis : Stream.of(afterMillis, forMillis, delayMillis)
                .filter(Objects::nonNull)
                .toList()) {
            require(millis >= 0, "afterMillis, forMillis and delayMillis are times");
        }
        require(status == null || (status >= LOWEST_STATUS && status <= HIGHEST_STATUS), "status is from 200 to 599");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("a fault's " + rule);
        }
    }

    /** Whether it goes on that long after it was switched on. */
    boolean goesOn(Duration since) {
        var start = Duration.ofMillis(Objects.requireNonNullElse(afterMillis, 0L));
        return since.compareTo(start) >= 0 && (forMillis == null || since.compareTo(start.plusMillis(forMillis)) < 0);
    }

    boolean isFor(Operation called) {
        return operation == null || operation == called;
    }

    long delay() {
        return Objects.requireNonNullElse(delayMillis, 0L);
    }

    /** A fault that neither drops nor answers only delays. */
    boolean carriesOut() {
        return Objects.requireNonNullElse(works, !drops() && status == null);
    }

    boolean drops() {
        return Boolean.TRUE.equals(drop);
    }
}
