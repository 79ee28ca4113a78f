package dev.midori.preview.state;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** What state takes up, and whether its indexes say what its records say. */
public interface Memory {
    /**
     * Looks at every key, and repairs indexes and counts.
     *
     * @param mayGoOn asked now and then; what has been seen until it says no is told
     */
    Report takeStock(BooleanSupplier mayGoOn);

    /**
     * What was found.
     *
     * @param kinds    by the word for what keys hold
     * @param dangling index entries that led nowhere, removed
     * @param lost     records that were missing from an index, entered again
     */
    record Report(SortedMap<String, Kind> kinds, long dangling, long lost) {
        public Report {
            kinds = new TreeMap<>(kinds);
        }

        /** Bytes in all. */
        public long bytes() {
            return kinds.values().stream().mapToLong(Kind::bytes).sum();
        }

        /** Keys in all. */
        public long count() {
            return kinds.values().stream().mapToLong(Kind::count).sum();
        }
    }

    /** Keys of one kind. */
    record Kind(long count, long bytes) {
        /** Both together. */
        public Kind plus(Kind other) {
            return new Kind(count + other.count, bytes + other.bytes);
        }
    }
}
