package dev.midori.preview.daytona;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a longer list.
 *
 * @param nextCursor asks for the part that follows; null at the end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    /** The most that Daytona puts on one page. */
    public static final int LARGEST = 200;

    public Page {
        items = List.copyOf(items);
    }

    /** {@link #nextCursor}, empty at the end. */
    public Optional<String> next() {
        return Optional.ofNullable(nextCursor);
    }
}
