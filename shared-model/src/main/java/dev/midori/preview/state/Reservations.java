package dev.midori.preview.state;

import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.SandboxId;
import java.time.Duration;
import java.util.List;

/**
 * The front door: a slot is taken before a command is published, so that limits hold over all gateways. A gateway that
 * dies between the two leaves a record that {@link Due} ends.
 */
public interface Reservations {
    /**
     * Takes a slot, joins the project's live sandbox, or says why not, in one step.
     *
     * @param contentHash of the files that the project shall have
     * @param replace     whether another project's sandbox has to give way
     * @param firstGrant  how long the preview lives from the moment it runs without any sign of its owner
     */
    Reservation reserve(SandboxId id, Owner owner, String contentHash, boolean replace, Duration firstGrant);

    /** The broker has the command. False where the record has ended meanwhile. Twice is the same as once. */
    boolean confirm(SandboxId id);

    /** The broker does not have the command: ends the record, unless a worker has it all the same. */
    void abandon(SandboxId id);

    /** What became of a request for a slot. */
    sealed interface Reservation {
        /** The slot is taken; {@code leaving} are sandboxes that gave way and must be stopped. */
        record Reserved(SandboxId id, List<StopOrder> leaving) implements Reservation {}

        /** This project lives already, or is on its way, with the same files. */
        record Joined(SandboxId id) implements Reservation {}

        /** Another project of this user holds the last slot. */
        record LimitReached(SandboxId live) implements Reservation {}

        /** The day's running time is used up. */
        record QuotaUsedUp(Duration used) implements Reservation {}
    }
}
