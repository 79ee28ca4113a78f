package dev.midori.preview.localdaytona.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What sandboxes can be made from. There is none that is not whole.
 *
 * @param isGeneral  whether it belongs to this server, and not to its users
 * @param sandboxId  of the sandbox whose files it has; null where it has none
 * @param bytes      that its files take
 * @param lastUsedAt when a sandbox was made from it; null where none was
 */
public record Snapshot(
        String id,
        String name,
        boolean isGeneral,
        @Nullable String sandboxId,
        long bytes,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    Snapshot usedAt(Instant now) {
        return new Snapshot(id, name, isGeneral, sandboxId, bytes, createdAt, now);
    }
}
