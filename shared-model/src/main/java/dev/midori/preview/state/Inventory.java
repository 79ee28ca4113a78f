package dev.midori.preview.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Status;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All sandboxes, a page at a time: those that have not ended, then those that are still remembered. */
public interface Inventory {
    /**
     * Goes on from a position until enough are found or enough was looked at. Sandboxes that move meanwhile may come
     * twice or not at all.
     */
    Found look(Search search);

    /**
     * What is looked for.
     *
     * @param text   part of a sandbox's, user's or project's id, or of Daytona's; anything where empty
     * @param status any where empty
     * @param most   how many are answered
     */
    record Search(String text, Optional<Status> status, Position from, int most) {
        public Search {
            text = text.strip().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a look found.
     *
     * @param next   where to go on; empty when everything was looked at
     * @param looked how many sandboxes were looked at for this
     */
    record Found(List<Entry> entries, Optional<Position> next, int looked) {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    /** Which index is looked through. */
    enum Index {
        /** Those that have not ended, soonest first to be looked at. */
        DUE,
        /** Those that have, oldest first. */
        ENDED;

        /** The word in Redis and in positions. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A place in an index of a partition. */
    record Position(Index index, Partition partition, int rank) {
        private static final Pattern FORM = Pattern.compile("(due|ended)\\.([0-9]{2})\\.([0-9]{1,9})");

        public static final Position BEGINNING =
                new Position(Index.DUE, Partition.all().getFirst(), 0);

        /** Reads {@link #toString()} back; empty where it is none. */
        public static Optional<Position> parse(String text) {
            var parts = FORM.matcher(text);
            if (!parts.matches() || Integer.parseInt(parts.group(2)) >= Partition.COUNT) {
                return Optional.empty();
            }
            return Optional.of(new Position(
                    Index.valueOf(parts.group(1).toUpperCase(Locale.ROOT)),
                    Partition.all().get(Integer.parseInt(parts.group(2))),
                    Integer.parseInt(parts.group(3))));
        }

        /** The beginning of the next partition, or of the next index; empty after the last. */
        public Optional<Position> next() {
            var number = partition.number() + 1;
            if (number < Partition.COUNT) {
                return Optional.of(new Position(index, Partition.all().get(number), 0));
            }
            return index == Index.DUE
                    ? Optional.of(new Position(Index.ENDED, Partition.all().getFirst(), 0))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return "%s.%s.%d".formatted(index.word(), partition.digits(), rank);
        }
    }

    /**
     * A sandbox as operators see it: never its links, which are secrets.
     *
     * @param aliveUntil  when it ends unless its owner is seen again; {@code null} unless it runs
     * @param lookedAtAt  when the reaper looks at it whatever happens
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            SandboxId id,
            String userId,
            String projectId,
            String status,
            String step,
            Instant createdAt,
            Instant updatedAt,
            Instant lastHeartbeatAt,
            String aliveBecause,
            @Nullable Instant aliveUntil,
            @Nullable Instant lookedAtAt,
            @Nullable String endedBecause,
            @Nullable String failureCode,
            @Nullable String daytonaId) {}
}
