package dev.midori.preview.localdaytona.fault;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong.
 *
 * @param operation   which calls; all of them where null
 * @param rate        how often, from 0 to 1; always where null
 * @param times       how many times at most; without end where null
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
        @Nullable Long delayMillis,
        @Nullable Boolean works,
        @Nullable Boolean drop,
        @Nullable Integer status,
        @Nullable Map<String, String> headers,
        @Nullable String message) {
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
