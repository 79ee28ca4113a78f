package dev.midori.preview.daytona;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What sandboxes can be made from. Every call may throw a {@link DaytonaException}. */
public interface Snapshots {
    /** The snapshot as it is now; empty when there is none. */
    Optional<Snapshot> find(String idOrName);

    /**
     * One page of the snapshots whose names contain some text, oldest first.
     *
     * @param page from 1
     */
    List<Snapshot> list(String nameContains, int page);

    /** All of them, oldest first; each page but the first is asked for when reached. */
    default Stream<Snapshot> list(String nameContains) {
        return Stream.iterate(1, page -> page + 1)
                .map(page -> list(nameContains, page))
                .takeWhile(page -> !page.isEmpty())
                .flatMap(List::stream);
    }

    /** Removes it; sandboxes that were made from it stay. May be repeated, and says whether there was one. */
    boolean delete(String id);
}
