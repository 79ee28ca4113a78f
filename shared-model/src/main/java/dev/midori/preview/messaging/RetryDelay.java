package dev.midori.preview.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a job waits before it is tried again. There is one wait queue for each, because a message leaves a queue
 * only from its head: a long delay before a short one would hold it up.
 */
public enum RetryDelay {
    SHORT("preview.retry.10s", Duration.ofSeconds(10)),
    MEDIUM("preview.retry.60s", Duration.ofMinutes(1)),
    LONG("preview.retry.300s", Duration.ofMinutes(5));

    private static final List<RetryDelay> BY_LENGTH = List.of(SHORT, MEDIUM, LONG);

    private final String queue;
    private final Duration duration;

    RetryDelay(String queue, Duration duration) {
        this.queue = queue;
        this.duration = duration;
    }

    /** The wait queue, and the exchange that leads to it. */
    public String queue() {
        return queue;
    }

    /** How long a message waits there. */
    public Duration duration() {
        return duration;
    }

    /** The delay after the first, second and every later attempt. */
    public static RetryDelay afterAttempt(int attempt) {
        return BY_LENGTH.get(Math.clamp(attempt - 1, 0, BY_LENGTH.size() - 1));
    }

    /** The same, or a longer one where somebody asked for that. */
    public static RetryDelay afterAttempt(int attempt, Optional<Duration> asked) {
        var scheduled = afterAttempt(attempt);
        return asked.map(RetryDelay::atLeast)
                .filter(delay -> delay.compareTo(scheduled) > 0)
                .orElse(scheduled);
    }

    /** The shortest delay that isn't below what somebody asked for, else the longest there is. */
    static RetryDelay atLeast(Duration asked) {
        return BY_LENGTH.stream()
                .filter(delay -> delay.duration.compareTo(asked) >= 0)
                .findFirst()
                .orElse(LONG);
    }
}
