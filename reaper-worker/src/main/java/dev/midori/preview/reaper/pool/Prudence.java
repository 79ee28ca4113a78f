package dev.midori.preview.reaper.pool;

import dev.midori.preview.state.PoolSlots.Contents;
import dev.midori.preview.state.PoolSlots.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * What a template's failures of late mean: filling waits longer after each, and after so many it ends, until the template's
 * files change or an operator resumes.
 *
 * @param failures in a row
 * @param until    before which nothing is filled
 */
record Prudence(int failures, Instant until, boolean isStopped) {
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** From what all its slots say. A success in one of them makes up for what failed in any before. */
    static Prudence of(Collection<Contents> slots, String contentHash, Optional<Instant> resumedAt, int most) {
        var forgiven = slots.stream()
                .flatMap(slot -> slot.lastFilled().stream())
                .reduce(resumedAt.orElse(Instant.EPOCH), Prudence::later);
        var counting = slots.stream()
                .map(Contents::failures)
                .filter(failed -> failed.contentHash().equals(contentHash)
                        && failed.last().isAfter(forgiven))
                .toList();
        var count = counting.stream().mapToInt(Failures::count).sum();
        var last = counting.stream().map(Failures::last).reduce(Instant.EPOCH, Prudence::later);
        return new Prudence(count, count == 0 ? Instant.EPOCH : last.plus(pause(count)), count >= most);
    }

    private static Duration pause(int failures) {
        var pause = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
