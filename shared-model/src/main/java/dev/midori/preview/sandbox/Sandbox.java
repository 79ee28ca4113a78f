package dev.midori.preview.sandbox;

import java.time.Instant;

/**
 * A sandbox as its readers see it.
 *
 * @param applied         the revision of the project's files that the preview shows; 0 until it runs
 * @param createdAt       when it was reserved
 * @param updatedAt       when anything last changed
 * @param lastHeartbeatAt when its owner was last seen; {@link #createdAt} until then
 * @param aliveBecause    what kind of sign last kept it alive, such as {@code heartbeat}, {@code status} or {@code created}
 */
public record Sandbox(
        SandboxId id,
        Owner owner,
        SandboxState state,
        int applied,
        Instant createdAt,
        Instant updatedAt,
        Instant lastHeartbeatAt,
        String aliveBecause) {}
