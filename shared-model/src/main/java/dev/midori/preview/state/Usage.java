package dev.midori.preview.state;

import dev.midori.preview.sandbox.UserId;
import java.time.Duration;
import java.util.List;

/** What a user has used, measured from when each preview ran until its end. */
public interface Usage {
    /** The user's account as it is now, previews that run included. */
    Account of(UserId user);

    /**
     * One user's account.
     *
     * @param days    running time of the last seven days in the zone that days are counted in, oldest first; the last
     *                one is today
     * @param running previews that run now
     * @param created sandboxes that were ever begun
     */
    record Account(List<Duration> days, int running, long created) {
        public Account {
            days = List.copyOf(days);
        }

        /** Running time of this day. */
        public Duration today() {
            return days.getLast();
        }
    }
}
