package dev.midori.preview.provision.dependencies;

import dev.midori.preview.state.DependencySets.Answer;
import java.util.Optional;

/** What one job needs to be installed. Confined to the job's thread, and closed at its end. */
public final class JobDependencies implements AutoCloseable {
    private final DependencyCache cache;
    private final String key;
    private Optional<DependencySet> set;
    private boolean hasPlace;

    JobDependencies(DependencyCache cache, Optional<DependencySet> set) {
        this.cache = cache;
        this.set = set;
        this.key = set.map(DependencySet::key).orElse("");
    }

    /** Stands for the set; blank where there is none that could be shared, or nobody knows any more. */
    public String key() {
        return key;
    }

    /**
     * The snapshot that has the set, if there is one now. Where there should be one and nobody is at it, what is needed to
     * build it is kept until the job has ended, as long as there is a place for it.
     */
    public Optional<String> snapshot() {
        if (set.isEmpty()) {
            return Optional.empty();
        }
        return switch (cache.ask(set.get())) {
            case Answer.Ready(var snapshot) -> Optional.of(snapshot);
            case Answer.Wanted(var asked) -> {
                hasPlace = hasPlace
                        || (cache.isWorthBuilding(asked) && cache.builds().tryTakePlace());
                yield Optional.empty();
            }
            case Answer.Later _ -> Optional.empty();
        };
    }

    /** The snapshot was of no use, and is forgotten: once the project runs, its set may be built anew. */
    public void refused() {
        var _ = snapshot();
    }

    /** What is not going to be built is not kept in memory for as long as a job takes. */
    public void dropUnneeded() {
        if (!hasPlace) {
            set = Optional.empty();
        }
    }

    /** The project runs with these packages: now they may be built for others. */
    public void ran() {
        if (hasPlace && set.isPresent()) {
            hasPlace = false;
            cache.builds().add(set.get());
        }
    }

    @Override
    public void close() {
        set = Optional.empty();
        if (hasPlace) {
            hasPlace = false;
            cache.builds().giveBackPlace();
        }
    }
}
