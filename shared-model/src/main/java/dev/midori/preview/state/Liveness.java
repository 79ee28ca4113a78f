package dev.midori.preview.state;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.sandbox.Partition;
import java.util.List;

/** Until when each running sandbox is wanted. */
public interface Liveness {
    /**
     * Applies signs of owners. Late, repeated, foreign and unknown ones do no harm.
     *
     * @param heartbeats of sandboxes of this one partition
     * @return how many met a live sandbox
     */
    int apply(Partition partition, List<Heartbeat> heartbeats);

    /** Ends the running sandboxes whose time is over, looking again at each, at most so many. */
    List<StopOrder> claimIdle(Partition partition, int most);
}
