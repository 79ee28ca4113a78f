package dev.midori.preview.localdaytona.control;

import dev.midori.preview.localdaytona.sandbox.Refused;
import dev.midori.preview.localdaytona.sandbox.Sandbox;
import dev.midori.preview.localdaytona.sandbox.SandboxState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A question for sandboxes.
 *
 * @param labels each must be there with this very value
 * @param states one of these, where there are any
 */
record SandboxList(
        Map<String, String> labels,
        List<String> states,
        @Nullable String idPrefix,
        @Nullable String namePrefix,
        String sort,
        boolean ascending,
        @Nullable String cursor,
        int limit) {
    static final int LARGEST = 200;

    private static final Set<String> SORTS =
            Set.of("name", "cpu", "memoryGib", "diskGib", "lastActivityAt", "createdAt");

    SandboxList {
        if (!SORTS.contains(sort)) {
            throw Refused.badRequest("sort must be one of name, cpu, memoryGib, diskGib, lastActivityAt, createdAt");
        }
    }

    /** One page of answers; {@code next} is null on the last one. */
    record Page(List<Sandbox.View> items, @Nullable String next) {}

    static Map<String, String> labels(@Nullable String json) {
        if (json == null || json.isBlank()) {
            return Map.of();
        }
        try {
            return JsonMapper.shared().readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JacksonException _) {
            throw Refused.badRequest("Invalid JSON in labels");
        }
    }

    /** Keeps no more than a page of them at a time. */
    Page of(Collection<Sandbox> all) {
        var order = ascending ? Comparator.<Place>naturalOrder() : Comparator.<Place>reverseOrder();
        var last = cursor == null || cursor.isEmpty() ? null : Place.decode(cursor);
        var first = new TreeMap<Place, Sandbox.View>(order);
        for (var sandbox : all) {
            var view = sandbox.view();
            var place = place(view);
            if ((last == null || order.compare(place, last) > 0) && matches(view)) {
                first.put(place, view);
            }
            if (first.size() > limit + 1) {
                first.pollLastEntry();
            }
        }
        var hasMore = first.size() > limit;
        if (hasMore) {
            first.pollLastEntry();
        }
        return new Page(List.copyOf(first.values()), hasMore ? first.lastKey().encode() : null);
    }

    private boolean matches(Sandbox.View view) {
        return view.state() != SandboxState.DESTROYED
                && view.labels().entrySet().containsAll(labels.entrySet())
                && (states.isEmpty() || states.contains(view.state().word()))
                && startsWith(view.id(), idPrefix)
                && startsWith(view.name(), namePrefix);
    }

    private static boolean startsWith(String text, @Nullable String prefix) {
        return prefix == null || text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
    }

    private Place place(Sandbox.View view) {
        return switch (sort) {
            case "name" -> new Place(0, view.name(), view.id());
            case "createdAt" -> new Place(nanos(view.createdAt()), "", view.id());
            case "lastActivityAt" -> new Place(nanos(view.lastActivityAt()), "", view.id());
            // They all have the same.
            default -> new Place(0, "", view.id());
        };
    }

    private static long nanos(Instant time) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, time);
    }

    /** A place in an order: what is sorted by, and the id. A cursor is the last one of a page. */
    private record Place(long time, String name, String id) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::time).thenComparing(Place::name).thenComparing(Place::id);

        private static final String BETWEEN = "\n";
        private static final int PARTS = 3;

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        /** The name comes last, for it may hold anything. */
        String encode() {
            var text = String.join(BETWEEN, Long.toString(time), id, name);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Place decode(String cursor) {
            try {
                var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                var parts = text.split(BETWEEN, PARTS);
                if (parts.length == PARTS) {
                    return new Place(Long.parseLong(parts[0]), parts[2], parts[1]);
                }
            } catch (IllegalArgumentException _) {
                // It is none.
            }
            throw Refused.badRequest("Invalid cursor");
        }
    }
}
