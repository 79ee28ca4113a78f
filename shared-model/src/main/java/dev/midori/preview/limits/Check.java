package dev.midori.preview.limits;

import java.time.Duration;

/** Says which property is out of range, in the words of whoever set it. */
final class Check {
    private Check() {}

    static void positive(String property, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("%s (%s) must be above zero".formatted(property, value));
        }
    }

    static void atLeastOne(String property, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s (%d) must be at least 1".formatted(property, value));
        }
    }

    static void below(String property, Duration value, String other, Duration limit) {
        if (value.compareTo(limit) >= 0) {
            throw new IllegalArgumentException(
                    "%s (%s) must stay below %s (%s)".formatted(property, value, other, limit));
        }
    }
}
