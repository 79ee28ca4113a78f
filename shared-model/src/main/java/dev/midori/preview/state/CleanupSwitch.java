package dev.midori.preview.state;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What all reapers know together about the cleaning up: whether it is on, and what was done when. */
public interface CleanupSwitch {
    /** On, unless an operator said otherwise. */
    boolean isOn();

    /** Holds for every replica, and over restarts. */
    void turn(boolean on);

    /** A job was done just now. */
    void done(String job);

    /** When a job was last done, by any replica. */
    Map<String, Instant> lastDone();

    /**
     * A sweep found so many idle previews that it waits for the next one to find the same.
     *
     * @param through until when it knew
     */
    void brake(Instant through);

    /** Until when the sweep knew that braked last; empty where none has, or that is long ago. */
    Optional<Instant> braked();

    /** Nothing is out of the ordinary any more. */
    void release();
}
