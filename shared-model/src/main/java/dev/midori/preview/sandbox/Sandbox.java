package dev.midori.preview.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A sandbox as its readers see it.
 *
 * @param applied         the revision of the project's files that the preview shows; 0 until it runs
 * @param confirmed       the highest revision that the broker is known to have
 * @param revisedAt       when the highest was asked for; long ago where it was given up since
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
        long applied,
        long confirmed,
        Instant revisedAt,
        Instant createdAt,
        Instant updatedAt,
        Instant lastHeartbeatAt,
        String aliveBecause,
        Optional<Build> build) {
    /**
     * Whoever asked for a revision has had its confirm, or its refusal, long before. A confirm that could not be noted is
     * known from the worker's claim, which comes as late as the queue is long.
     */
    private static final Duration ASKED_WITHIN = Duration.ofMinutes(10);

    /** One beside which nothing is built. */
    public Sandbox(
            SandboxId id,
            Owner owner,
            SandboxState state,
            long applied,
            Instant createdAt,
            Instant updatedAt,
            Instant lastHeartbeatAt,
            String aliveBecause) {
        this(
                id,
                owner,
                state,
                applied,
                applied,
                createdAt,
                createdAt,
                updatedAt,
                lastHeartbeatAt,
                aliveBecause,
                Optional.empty());
    }

    /** Whether no worker will ever be asked for this revision, since the broker didn't take it. */
    public boolean wasGivenUp(long revision, Instant now) {
        return revision > 1 && revision > confirmed && now.isAfter(revisedAt.plus(ASKED_WITHIN));
    }
}
