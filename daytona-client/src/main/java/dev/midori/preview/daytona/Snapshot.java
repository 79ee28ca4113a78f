package dev.midori.preview.daytona;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What sandboxes can be made from, as Daytona described it at one moment.
 *
 * @param id          Daytona's own id
 * @param name        unique in the organisation
 * @param size        in bytes; Daytona says it in fractions of a GiB, and 0 stands for not at all
 * @param errorReason why it failed, if Daytona says so
 * @param createdAt   when it was created, if Daytona says so
 */
public record Snapshot(
        String id,
        String name,
        SnapshotState state,
        long size,
        @Nullable String errorReason,
        @Nullable Instant createdAt) {}
