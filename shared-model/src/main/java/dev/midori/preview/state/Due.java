package dev.midori.preview.state;

import dev.midori.preview.sandbox.Partition;

/**
 * Repairs whatever a message should have done and did not: every record that has not ended is looked at again at its
 * own time, whatever became of its messages.
 */
public interface Due {
    /**
     * Looks at the records whose time has come, at most so many, and says which sandboxes must be stopped now. One that
     * can't be handled comes back later, so that it keeps no other waiting.
     */
    Liveness.Claims look(Partition partition, int most);

    /** Drops the index entries of ended sandboxes that are forgotten, at most so many; answers how many. */
    int forget(Partition partition, int most);
}
