package dev.midori.preview.sandbox;

import java.time.Instant;

/**
 * A sandbox as its readers see it.
 *
 * @param createdAt       when it was reserved
 * @param updatedAt       when anything last changed
 * @param lastHeartbeatAt when its owner was last seen; {@link #createdAt} until then
 * @param aliveBecause    what kind of sign last kept it alive, such as {@code heartbeat}, {@code status} or {@code created}
 */
public record Sandbox(
        SandboxId id,
        Owner owner,
        SandboxState state,
        Instant createdAt,
        Instant updatedAt,
        Instant lastHeartbeatAt,
        String aliveBecause) {}
