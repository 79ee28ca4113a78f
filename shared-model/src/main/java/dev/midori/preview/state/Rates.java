package dev.midori.preview.state;

import dev.midori.preview.sandbox.UserId;
import java.time.Duration;

/** How often users call, counted over all processes. */
public interface Rates {
    /** What is counted together. */
    enum Kind {
        /** Whatever starts or changes something. */
        CHANGE,
        /** Ends previews; counted alone, so that nobody who asks for too much is kept from stopping it. */
        STOP
    }

    /**
     * Counts a call. A minute's worth may come at once, and then one whenever a share of a minute has passed; calls that
     * are refused don't count.
     *
     * @return zero where the call is fine, else after how long the next one is
     */
    Duration take(UserId user, Kind kind, int perMinute);
}
