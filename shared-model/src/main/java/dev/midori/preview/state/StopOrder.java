package dev.midori.preview.state;

import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox whose end was decided in Redis and has to be carried out at Daytona. Losing one is repaired by {@link Due}.
 *
 * @param daytonaId    {@code null} where Daytona's answer to the create never arrived
 * @param replayId     of the run that ends; {@code null} where it was no replay
 * @param aliveBecause what kind of sign kept it alive last; {@code null} where no record of it is left
 * @param poolDonor    the sandbox of the warm pool that it came from or was to come from; {@code null} where there is none
 */
public record StopOrder(
        SandboxId id,
        UserId user,
        EndReason reason,
        @Nullable String daytonaId,
        @Nullable String replayId,
        @Nullable String aliveBecause,
        @Nullable SandboxId poolDonor) {
    /** The same, for what Daytona calls so. */
    public StopOrder at(String idAtDaytona) {
        return new StopOrder(id, user, reason, idAtDaytona, replayId, aliveBecause, poolDonor);
    }

    /** The command to publish for it. */
    public StopSandbox toCommand(Instant now) {
        return new StopSandbox(StopSandbox.VERSION, id, user, now, reason, daytonaId, replayId);
    }
}
