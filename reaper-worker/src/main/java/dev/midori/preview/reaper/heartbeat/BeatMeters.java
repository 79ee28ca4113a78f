package dev.midori.preview.reaper.heartbeat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Counts what became of each message of the heartbeat queue: received = applied + unknown + merged + canaries +
 * unreadable. Unknown
 * ones met no live sandbox of that user; merged ones came together with one that reaches further. A message is counted
 * when its batch is done with; how often batches had to go back is counted apart.
 */
@Component
class BeatMeters {
    private static final String NAME = "preview.heartbeats";

    private final Counter applied;
    private final Counter unknown;
    private final Counter merged;
    private final Counter unreadable;
    private final Counter canaries;
    private final Counter returned;

    BeatMeters(MeterRegistry registry) {
        applied = registry.counter(NAME, "outcome", "applied");
        unknown = registry.counter(NAME, "outcome", "unknown");
        merged = registry.counter(NAME, "outcome", "merged");
        unreadable = registry.counter(NAME, "outcome", "unreadable");
        canaries = registry.counter(NAME, "outcome", "canary");
        returned = registry.counter("preview.heartbeats.returned");
    }

    void count(int howManyApplied, int howManyUnknown, int howManyMerged) {
        applied.increment(howManyApplied);
        unknown.increment(howManyUnknown);
        merged.increment(howManyMerged);
    }

    void countCanaries(int howMany) {
        canaries.increment(howMany);
    }

    void countUnreadable(int howMany) {
        unreadable.increment(howMany);
    }

    void countReturned(int howMany) {
        returned.increment(howMany);
    }
}
