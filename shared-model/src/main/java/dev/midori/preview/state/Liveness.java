package dev.midori.preview.state;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.state.Canary.Judgement.Sound;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Until when each running sandbox is wanted. */
public interface Liveness {
    /**
     * Applies signs of owners. Late, repeated, foreign and unknown ones do no harm.
     *
     * @param heartbeats of sandboxes of this one partition
     * @return how many met a live sandbox
     */
    int apply(Partition partition, List<Heartbeat> heartbeats);

    /**
     * The longest time between two status reads since it runs, which is how a client that only reads beats. Empty until
     * that is known.
     */
    Optional<Duration> readsEvery(SandboxId id);

    /**
     * Ends the running sandboxes whose time was over at a moment until which everything was heard, looking again at each.
     * One whose own allowance is longer than the judgement's term is kept.
     *
     * @param notAfter by Redis's time: a sweep that was held up until after its lock ended claims nothing
     * @param skip     those that were kept in this sweep so far
     * @param most     how many to look at
     */
    Claims claimIdle(Partition partition, Sound judgement, Instant notAfter, int skip, int most);

    /** Ends the running sandboxes that began to run so long ago, at most so many; repairs what lost its record. */
    Claims claimExpired(Partition partition, Duration age, int skip, int most);

    /**
     * What a look at a batch came to.
     *
     * @param looked at so many
     * @param kept   so many stay where they are, and will be met again first
     * @param broken of these could not be handled
     */
    record Claims(int looked, int kept, int broken, List<StopOrder> orders) {
        public Claims {
            orders = List.copyOf(orders);
        }
    }
}
