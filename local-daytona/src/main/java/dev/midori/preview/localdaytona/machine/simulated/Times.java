package dev.midori.preview.localdaytona.machine.simulated;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long something takes in simulated machines, as it is configured. What is given tells which distribution is meant:
 * {@code constant}; {@code min} and {@code max}, between which every time is as likely; {@code mean} and
 * {@code deviation}, a normal distribution; or {@code median} and {@code p95}, a log-normal one. The last two may be given
 * {@code min} and {@code max} too, beyond which no time then lies. What is none of these is refused.
 */
public record Times(
        @Nullable Duration constant,
        @Nullable Duration min,
        @Nullable Duration max,
        @Nullable Duration mean,
        @Nullable Duration deviation,
        @Nullable Duration median,
        @Nullable Duration p95) {
    private static final Duration LONGEST = Duration.ofDays(365);

    public Times {
        var all = Stream.of(constant, min, max, mean, deviation, median, p95);
        if (all.anyMatch(time -> time != null && (time.isNegative() || time.compareTo(LONGEST) > 0))) {
            throw wrong("times are from 0 to %d days".formatted(LONGEST.toDays()));
        }
        if (min != null && max != null && max.compareTo(min) < 0) {
            throw wrong("min is above max");
        }
        if (median != null && p95 != null && (median.isZero() || p95.compareTo(median) < 0)) {
            throw wrong("median is 0, or above p95");
        }
        distribution(constant, min, max, mean, deviation, median, p95);
    }

    /** The same each time. */
    public static Times constant(Duration time) {
        return new Times(time, null, null, null, null, null, null);
    }

    /** Any time between these. */
    public static Times between(Duration min, Duration max) {
        return new Times(null, min, max, null, null, null, null);
    }

    Distribution distribution() {
        return distribution(constant, min, max, mean, deviation, median, p95);
    }

    private static Distribution distribution(
            @Nullable Duration constant,
            @Nullable Duration min,
            @Nullable Duration max,
            @Nullable Duration mean,
            @Nullable Duration deviation,
            @Nullable Duration median,
            @Nullable Duration p95) {
        if (constant != null && areAbsent(min, max, mean, deviation, median, p95)) {
            return new Distribution.Constant(constant);
        }
        if (min != null && max != null && areAbsent(constant, mean, deviation, median, p95)) {
            return new Distribution.Uniform(min, max);
        }
        if (mean != null && deviation != null && areAbsent(constant, median, p95)) {
            return bounded(new Distribution.Normal(mean, deviation), min, max);
        }
        if (median != null && p95 != null && areAbsent(constant, mean, deviation)) {
            return bounded(new Distribution.LogNormal(median, p95), min, max);
        }
        throw wrong("give either constant, or min and max, or mean and deviation, or median and p95");
    }

    private static boolean areAbsent(@Nullable Duration... times) {
        return Stream.of(times).allMatch(Objects::isNull);
    }

    private static Distribution bounded(Distribution drawn, @Nullable Duration min, @Nullable Duration max) {
        return new Distribution.Bounded(drawn, min == null ? Duration.ZERO : min, max == null ? LONGEST : max);
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("local-daytona.simulation: " + why);
    }
}
