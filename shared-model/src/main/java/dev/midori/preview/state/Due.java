package dev.midori.preview.state;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import java.util.List;

/**
 * Repairs whatever a message should have done and did not: every record that has not ended is looked at again at its
 * own time, whatever became of its messages.
 */
public interface Due {
    /**
     * Looks at the records whose time has come, at most so many, and says which sandboxes must be stopped now. One that
     * can't be handled comes back later, so that it keeps no other waiting.
     */
    Looked look(Partition partition, int most);

    /** Drops the index entries of ended sandboxes that are forgotten, at most so many; answers how many. */
    int forget(Partition partition, int most);

    /** What a look at a batch came to, and which of these are late. */
    record Looked(Liveness.Claims claims, List<Late> late) {
        public Looked {
            late = List.copyOf(late);
        }
    }

    /**
     * One whose files are in its sandbox, that should be running long since, and that nobody has in hand: a failover of Redis may have
     * lost that it runs. It is answered again each minute, and ends after five.
     *
     * @param daytonaId what Daytona calls it
     */
    record Late(SandboxId id, String daytonaId) {}
}
