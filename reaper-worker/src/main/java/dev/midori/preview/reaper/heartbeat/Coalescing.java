package dev.midori.preview.reaper.heartbeat;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps the sign that reaches furthest. The user is part of what is told apart, so that a stranger's sign never takes
 * the place of the owner's; and so is visibility, because a visible sign also begins a hidden tab's allowance anew.
 */
final class Coalescing {
    private static final Comparator<Heartbeat> BY_REACH =
            Comparator.comparing(Heartbeat::aliveFor).thenComparing(Heartbeat::issuedAt);
    private static final Comparator<Heartbeat> VISIBLE_FIRST =
            Comparator.comparing(Heartbeat::visible).reversed();

    private Coalescing() {}

    private record Source(SandboxId id, UserId user, boolean visible) {
        static Source of(Heartbeat beat) {
            return new Source(beat.sandboxId(), beat.userId(), beat.visible());
        }
    }

    /** What is left of them, by the partition that it applies to; visible signs before hidden ones. */
    static Map<Partition, List<Heartbeat>> furthest(Collection<Heartbeat> beats) {
        var kept = new LinkedHashMap<Source, Heartbeat>();
        beats.forEach(beat -> kept.merge(Source.of(beat), beat, Coalescing::further));
        return kept.values().stream()
                .sorted(VISIBLE_FIRST)
                .collect(Collectors.groupingBy(beat -> beat.sandboxId().partition()));
    }

    private static Heartbeat further(Heartbeat one, Heartbeat other) {
        return BY_REACH.compare(other, one) >= 0 ? other : one;
    }
}
