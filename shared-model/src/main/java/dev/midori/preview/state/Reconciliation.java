package dev.midori.preview.state;

import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a comparison with Daytona reads and repairs here. */
public interface Reconciliation {
    /** What is known of these, all of one partition; those that nobody knows are not in it. */
    Map<SandboxId, Known> lookUp(Partition partition, Collection<SandboxId> ids);

    /** Sandboxes that run as far as state knows, a page at a time, longest running first; empty after the last one. */
    List<Running> running(Partition partition, int from, int most);

    /**
     * Takes a preview in that Daytona runs and nobody here remembers, or remembers as unfinished. False where somebody does by now,
     * or has it in hand.
     */
    boolean adopt(Found found, Duration grant);

    /** Daytona has it no more. False where it isn't running, or under another id of Daytona's, by now. */
    boolean vanished(SandboxId id, String daytonaId);

    /**
     * Notes that something seems to be wrong.
     *
     * @param pass     as no other is called
     * @param suspects in words of the caller's
     * @return for how long each has seemed so, in every pass since; zero for the first time
     */
    Map<String, Duration> suspect(String pass, Collection<String> suspects);

    /** The pass is over: what it didn't note is no suspect any more. Answers how many are left. */
    long acquitOthers(String pass);

    /** How many suspects the last pass left. */
    long suspects();

    /**
     * A record.
     *
     * @param remains whether an ended one may still exist at Daytona, which {@link Due} sees to
     * @param order   to end it, where its end was decided
     * @param daytonaId what Daytona calls it; blank where that isn't known
     * @param handedTo whose preview it became, where it waited in the warm pool
     * @param poolDonor which one of the warm pool it came from, or means to come from
     * @param unfinished whether it does not run, nobody has it in hand, and a page that answers would be its own
     */
    record Known(
            Status status,
            boolean remains,
            Optional<StopOrder> order,
            String daytonaId,
            Optional<SandboxId> handedTo,
            Optional<SandboxId> poolDonor,
            boolean unfinished) {}

    /** A record that runs, and what Daytona calls it. */
    record Running(SandboxId id, String daytonaId) {}

    /** A preview that answers, as Daytona's labels tell of it. */
    record Found(SandboxId id, Owner owner, Instant createdAt, String daytonaId, PreviewLink link) {}
}
