package dev.midori.preview.state;

import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.SandboxId;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives what waits in the warm pool to people's jobs. The sandbox that waits and the job live in different partitions, so
 * nothing changes both at once: a job stores first which one it means to have.
 */
public interface PoolClaims {
    /** A sandbox that waits in that slot with these files. */
    Optional<SandboxId> find(PoolSlot slot, String contentHash);

    /**
     * It becomes that job's, and nobody else's ever; its slot is free. Asked again for the same job, it answers the same.
     * Empty where it is somebody else's, has ended, or hasn't enough of its life left.
     */
    Optional<HandedOver> take(SandboxId waiting, SandboxId by, String contentHash);

    /** The job doesn't want it. Answers Daytona's id where it has it already; else it never will, however late it asks. */
    Optional<String> renounce(SandboxId waiting, SandboxId by);

    /**
     * What a job has from now on.
     *
     * @param since   when it was asked for
     * @param session of its dev server
     * @param command of its dev server
     */
    record HandedOver(String daytonaId, Instant since, String session, String command) {}
}
