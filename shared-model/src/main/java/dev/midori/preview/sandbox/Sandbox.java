package dev.midori.preview.sandbox;

import java.time.Instant;
import java.util.Optional;

/**
 * A sandbox as its readers see it.
 *
 * @param applied         the revision of the project's files that the preview shows; 0 until it runs
 * @param createdAt       when it was reserved
 * @param updatedAt       when anything last changed
 * @param lastHeartbeatAt when its owner was last seen; {@link #createdAt} until then
 * @param aliveBecause    what kind of sign last kept it alive, such as {@code heartbeat}, {@code status} or {@code created}
 * @param build           of the files that the preview shows, made beside it; empty where none is made so, and once files
 *                        have changed since
 */
public record Sandbox(
        SandboxId id,
        Owner owner,
        SandboxState state,
        int applied,
        Instant createdAt,
        Instant updatedAt,
        Instant lastHeartbeatAt,
        String aliveBecause,
        Optional<Build> build) {
    /** One beside which nothing is built. */
    public Sandbox(
            SandboxId id,
            Owner owner,
            SandboxState state,
            int applied,
            Instant createdAt,
            Instant updatedAt,
            Instant lastHeartbeatAt,
            String aliveBecause) {
        this(id, owner, state, applied, createdAt, updatedAt, lastHeartbeatAt, aliveBecause, Optional.empty());
    }
}
