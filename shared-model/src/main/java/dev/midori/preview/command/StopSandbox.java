package dev.midori.preview.command;

import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Leave nothing of this sandbox at Daytona. Acts from the message alone where state is lost.
 *
 * @param daytonaId Daytona's own id; {@code null} where it isn't known, and the sandbox is found by its name
 * @param replayId  of the run that ends, since a replay begins another one under the same id; {@code null} where it was no
 *                  replay
 */
public record StopSandbox(
        int version,
        SandboxId sandboxId,
        UserId userId,
        Instant issuedAt,
        EndReason reason,
        @Nullable String daytonaId,
        @Nullable String replayId)
        implements SandboxCommand {
    /** The form that this release writes. */
    public static final int VERSION = 1;
}
