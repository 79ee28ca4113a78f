package dev.midori.preview.state;

import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is in the slots of the warm pool. Every slot that was ever filled is known until it is empty and forgotten. */
public interface PoolSlots {
    /** All that may hold something. */
    Set<PoolSlot> known();

    /** What a slot holds now, and how filling it went. */
    Contents look(PoolSlot slot);

    /**
     * Takes the slot for a sandbox of these files, which is yet to be made; false where it holds one.
     *
     * @param maxAge after which it goes, should nobody claim it
     */
    boolean reserve(PoolSlot slot, SandboxId id, String contentHash, Duration maxAge);

    /** It is empty, and not to be filled again. */
    void forget(PoolSlot slot);

    /**
     * A slot.
     *
     * @param held     what has not ended; more than one only after a fault
     * @param failures fills that came to nothing since the last that didn't, all of files with that hash
     * @param now      Redis's time
     */
    record Contents(List<Held> held, Failures failures, Optional<Instant> lastFilled, Instant now) {
        public Contents {
            held = List.copyOf(held);
        }
    }

    /** A sandbox in a slot, ready or on its way. */
    record Held(SandboxId id, Status status, String contentHash) {}

    /** How often filling failed. */
    record Failures(int count, Instant last, String contentHash) {}
}
