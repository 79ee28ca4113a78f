package dev.midori.preview.localdaytona.control;

import dev.midori.preview.localdaytona.sandbox.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A snapshot as Daytona answers it; what this server has no word for is null, as in its document. */
record SnapshotJson(
        String id,
        String organizationId,
        boolean general,
        String name,
        String state,
        double size,
        @Nullable List<String> entrypoint,
        int cpu,
        int gpu,
        int mem,
        int disk,
        @Nullable String errorReason,
        String createdAt,
        String updatedAt,
        @Nullable String lastUsedAt,
        @Nullable String sourceSandboxId) {
    private static final double BYTES_PER_GIB = 1L << 30;

    static SnapshotJson of(Snapshot snapshot) {
        var lastUsedAt = snapshot.lastUsedAt();
        return new SnapshotJson(
                snapshot.id(),
                SandboxJson.ORGANIZATION,
                snapshot.isGeneral(),
                snapshot.name(),
                "active",
                snapshot.bytes() / BYTES_PER_GIB,
                null,
                1,
                0,
                1,
                3,
                null,
                snapshot.createdAt().toString(),
                snapshot.createdAt().toString(),
                lastUsedAt == null ? null : lastUsedAt.toString(),
                snapshot.sandboxId());
    }
}
