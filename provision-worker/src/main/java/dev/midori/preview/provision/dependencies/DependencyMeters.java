package dev.midori.preview.provision.dependencies;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How often packages were there already, and what it takes to have them there. */
@Component
class DependencyMeters {
    private final MeterRegistry meters;

    DependencyMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** What a job found. */
    enum Use {
        /** A snapshot with its set. */
        FOUND,
        /** None, yet. */
        MISSING,
        /** Its packages can't be shared. */
        UNSHARED,
        /** No sandbox could be made from the snapshot, so it went on without. */
        REFUSED,
        /** It was made from a snapshot, and what it needed was installed all the same. */
        STALE
    }

    void used(Use use) {
        meters.counter("preview.dependencies.uses", "outcome", word(use)).increment();
    }

    void built(DependencyBuilder.Result result, Duration time) {
        meters.timer("preview.dependencies.build", "outcome", word(result)).record(time);
    }

    void evicted(int sets) {
        meters.counter("preview.dependencies.evictions").increment(sets);
    }

    private static String word(Enum<?> outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
