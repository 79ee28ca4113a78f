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
import java.util.Optional;
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

    /** A cursor is a place in an order: the value that was sorted by, and the id. */
    private static final String BETWEEN = "\n";

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

    Page of(Collection<Sandbox> all) {
        var order = Comparator.comparing(this::place);
        var sorted = all.stream()
                .map(Sandbox::view)
                .filter(this::matches)
                .sorted(ascending ? order : order.reversed())
                .toList();
        var rest = after(sorted);
        var items = rest.subList(0, Math.min(limit, rest.size()));
        return new Page(items, items.size() < rest.size() ? encode(place(items.getLast())) : null);
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

    private String place(Sandbox.View view) {
        var value = switch (sort) {
            case "name" -> view.name();
            case "createdAt" -> inOrder(view.createdAt());
            case "lastActivityAt" -> inOrder(view.lastActivityAt());
            case "cpu", "memoryGib", "diskGib" -> "";
            default ->
                throw Refused.badRequest(
                        "sort must be one of name, cpu, memoryGib, diskGib," + " lastActivityAt, createdAt");
        };
        return value + BETWEEN + view.id();
    }

    /** All of one length, so that they sort as texts. */
    private static String inOrder(Instant time) {
        return "%019d".formatted(ChronoUnit.NANOS.between(Instant.EPOCH, time));
    }

    private List<Sandbox.View> after(List<Sandbox.View> sorted) {
        if (cursor == null || cursor.isEmpty()) {
            return sorted;
        }
        var place = decode(cursor).orElseThrow(() -> Refused.badRequest("Invalid cursor"));
        return sorted.stream()
                .filter(view -> ascending
                        ? place(view).compareTo(place) > 0
                        : place(view).compareTo(place) < 0)
                .toList();
    }

    private static String encode(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> decode(String cursor) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8))
                    .filter(place -> place.contains(BETWEEN));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
