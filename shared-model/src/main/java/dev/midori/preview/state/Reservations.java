package dev.midori.preview.state;

import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.SandboxId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The front door: a slot is taken before a command is published, so that limits hold over all gateways. A gateway that
 * dies between the two leaves a record that {@link Due} ends.
 */
public interface Reservations {
    /** Takes a slot, joins the project's live sandbox, gives its new files a revision, or says why not, in one step. */
    Reservation reserve(Wish wish);

    /** The broker has the command. False where the record has ended meanwhile. Twice is the same as once. */
    boolean confirm(SandboxId id, long revision);

    /**
     * The broker does not have the command, unless a worker has it all the same. A first revision ends the record; after
     * a later one the project goes on with the files that it had.
     */
    void abandon(SandboxId id, long revision);

    /**
     * What somebody wants to be shown.
     *
     * @param id          for the sandbox, should it be a new one
     * @param contentHash of the files that the project shall have
     * @param firstGrant  how long the preview lives from the moment it runs without any sign of its owner
     * @param replace     whether another project's sandbox has to give way
     * @param force       whether to try although the same files failed a moment ago
     */
    record Wish(SandboxId id, Owner owner, String contentHash, Duration firstGrant, boolean replace, boolean force) {}

    /** What became of a wish. */
    sealed interface Reservation {
        /** The slot is taken; {@code leaving} are sandboxes that gave way and must be stopped. */
        record Reserved(SandboxId id, List<StopOrder> leaving) implements Reservation {}

        /** This project lives already, or is on its way, with the same files. */
        record Joined(SandboxId id, long revision) implements Reservation {}

        /** This project lives already, or is on its way, with other files: these are its next revision. */
        record Revised(SandboxId id, long revision) implements Reservation {}

        /** The very same files failed a moment ago, by their own fault; {@code times} counts how often it was told. */
        record FailedBefore(SandboxId id, int times) implements Reservation {}

        /**
         * Another project of this user holds the last slot.
         *
         * @param goneIn when its page is gone and it would give way, if no sign of its owner comes; empty where it wouldn't
         */
        record LimitReached(SandboxId live, Optional<Duration> goneIn) implements Reservation {}

        /** The day's running time is used up. */
        record QuotaUsedUp(Duration used) implements Reservation {}
    }
}
