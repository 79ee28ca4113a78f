package dev.midori.preview.state;

import dev.midori.preview.sandbox.Status;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Counts sandboxes, without looking at each. */
public interface Census {
    /**
     * Counts them now.
     *
     * @param idleAt those that nobody wanted any more by then are counted as idle
     */
    Count take(Instant idleAt);

    /**
     * All of them together.
     *
     * @param live          running ones that somebody may still want
     * @param idle          those of them that nobody wanted any more
     * @param oldestRunning when the one that has run longest began to
     * @param oldestEnded   when the one that is remembered longest ended
     */
    record Count(
            Map<Status, Long> byStatus,
            long live,
            long idle,
            Optional<Instant> oldestRunning,
            Optional<Instant> oldestEnded) {}
}
