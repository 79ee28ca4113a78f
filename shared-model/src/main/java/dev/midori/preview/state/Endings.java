package dev.midori.preview.state;

import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;

/** Ends sandboxes. From the moment that {@link #stop} returns, no worker may begin anything new for this one. */
public interface Endings {
    /** Frees the slot and begins the end. Repeating it answers the same. */
    Stop stop(SandboxId id, UserId user, EndReason reason);

    /** As an order has it, which says nothing about a later run under the same id. */
    Stop stop(StopSandbox order);

    /**
     * Daytona says that it knows nothing of it. Repeating it, or saying so of an unknown sandbox, does nothing.
     *
     * @param wasThere whether Daytona is known to have had it: then its create is over, whoever may have got the answer
     * @return false while a create that Daytona never answered may still land there: {@link Due} has it looked at again
     */
    boolean gone(SandboxId id, boolean wasThere);

    /** What became of a stop. */
    sealed interface Stop {
        /** Something may be left at Daytona: the order must be published, again if need be. */
        record Begun(StopOrder order) implements Stop {}

        /** Nothing is left of it. */
        record Ended() implements Stop {}

        /** The sandbox was begun anew since that was ordered, by a replay. */
        record Outlived() implements Stop {}

        /** It waited in the warm pool, and what Daytona calls so is somebody else's by now. */
        record HandedOver(String daytonaId) implements Stop {}

        /** No such sandbox, or somebody else's. */
        record Unknown() implements Stop {}
    }
}
