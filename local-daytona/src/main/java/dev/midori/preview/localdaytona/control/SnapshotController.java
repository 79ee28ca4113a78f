package dev.midori.preview.localdaytona.control;

import dev.midori.preview.localdaytona.sandbox.Refused;
import dev.midori.preview.localdaytona.sandbox.Snapshot;
import dev.midori.preview.localdaytona.sandbox.Snapshots;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What sandboxes can be made from. They are made by way of a sandbox only: there are no images here. */
@RestController
@RequestMapping("/api/snapshots")
class SnapshotController {
    private static final int LARGEST_PAGE = 200;
    private static final String USUAL_LIMIT = "100";

    private final Snapshots snapshots;

    SnapshotController(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    record ListJson(List<SnapshotJson> items, int total, int page, int totalPages) {}

    @GetMapping
    ListJson list(
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = USUAL_LIMIT) int limit,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(required = false) @Nullable String sourceSandboxId,
            @RequestParam(defaultValue = "lastUsedAt") String sort,
            @RequestParam(defaultValue = "desc") String order) {
        if (page < 1 || limit < 1 || limit > LARGEST_PAGE) {
            throw Refused.badRequest("page must be at least 1, and limit between 1 and " + LARGEST_PAGE);
        }
        var ordered = order.equalsIgnoreCase("asc") ? order(sort) : order(sort).reversed();
        var all = snapshots.all().stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)))
                .filter(one -> sourceSandboxId == null || sourceSandboxId.equals(one.sandboxId()))
                .sorted(ordered.thenComparing(Snapshot::id))
                .toList();
        var items = all.stream()
                .skip((page - 1L) * limit)
                .limit(limit)
                .map(SnapshotJson::of)
                .toList();
        return new ListJson(items, all.size(), page, Math.ceilDiv(all.size(), limit));
    }

    private static Comparator<Snapshot> order(String sort) {
        return switch (sort) {
            case "name" -> Comparator.comparing(Snapshot::name);
            case "createdAt" -> Comparator.comparing(Snapshot::createdAt);
            case "lastUsedAt" ->
                Comparator.comparing(one -> Objects.requireNonNullElse(one.lastUsedAt(), Instant.EPOCH));
            // They are all in the same one.
            case "state" -> Comparator.comparing(Snapshot::isGeneral);
            default -> throw Refused.badRequest("sort must be one of name, state, lastUsedAt, createdAt");
        };
    }

    @GetMapping("/{idOrName}")
    SnapshotJson get(@PathVariable String idOrName) {
        return SnapshotJson.of(snapshots.get(idOrName));
    }

    @DeleteMapping("/{id}")
    void delete(@PathVariable String id) {
        snapshots.remove(snapshots.get(id));
    }
}
