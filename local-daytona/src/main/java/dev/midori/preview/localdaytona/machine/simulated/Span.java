package dev.midori.preview.localdaytona.machine.simulated;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long something takes: any time from {@code min} to {@code max}, each as likely. */
public record Span(Duration min, Duration max) {
    public Span {
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("local-daytona.simulation: %s to %s is no span".formatted(min, max));
        }
    }

    /** A time within it. */
    Duration draw(RandomGenerator random) {
        var width = max.minus(min).toMillis();
        return width == 0 ? min : min.plusMillis(random.nextLong(width + 1));
    }
}
