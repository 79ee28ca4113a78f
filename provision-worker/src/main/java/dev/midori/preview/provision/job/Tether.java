package dev.midori.preview.provision.job;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** What ties a handler to its job, beside the lease. Each look throws once it has come loose. */
final class Tether {
    private final Departure departure;
    private final BooleanSupplier connected;
    private final InstantSource clock;
    private final Instant until;

    /** @param until when one delivery has taken as long as it may, before the broker takes it away */
    Tether(Departure departure, BooleanSupplier connected, InstantSource clock, Instant until) {
        this.departure = departure;
        this.connected = connected;
        this.clock = clock;
        this.until = until;
    }

    void check() {
        departure.check();
        if (!connected.getAsBoolean()) {
            throw new Loose(Loose.Reason.DISCONNECTED);
        }
        if (!clock.instant().isBefore(until)) {
            throw new Loose(Loose.Reason.OUT_OF_TIME);
        }
    }

    /** The delivery can't be gone on with here; another one of the same command goes on from the checkpoint. */
    static final class Loose extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Why. */
        enum Reason {
            /** The broker gives the delivery to another consumer. */
            DISCONNECTED,
            /** The broker soon would. */
            OUT_OF_TIME,
            /** The sandbox that had the files is gone, and so is our copy of them. */
            FILES_DROPPED
        }

        private final Reason reason;

        Loose(Reason reason) {
            super("the delivery is no longer ours: " + reason, null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }
}
