package dev.midori.preview.state;

import dev.midori.preview.command.GatewayAlive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Tells whether heartbeats could have arrived. Each gateway says that it lives twice: here directly, and by a
 * {@link GatewayAlive} on the way that heartbeats take. Silence is judged only while both are heard of every gateway.
 */
public interface Canary {
    /** A gateway lives; answers Redis's time, for its canary. */
    Instant seen(String gateway);

    /** A gateway goes in good order, and is missed no more. */
    void left(String gateway);

    /**
     * Canaries came through the queue, and everything that was queued before them is applied.
     *
     * @param disturbed whether beats had to go back to the queue since the last time: every term begins anew then
     */
    void arrived(List<GatewayAlive> canaries, boolean disturbed);

    /** Whether silence means anything now. */
    Judgement judge();

    /** What silence means. */
    sealed interface Judgement {
        /**
         * What was not heard was not said.
         *
         * @param through everything said until then has been heard
         * @param term    for how long that has been so without a gap
         * @param now     Redis's time
         * @param lag     of the slowest gateway's last canary
         */
        record Sound(Instant through, Duration term, Instant now, Duration lag) implements Judgement {}

        /** Silence means nothing. */
        record Unsound(String reason) implements Judgement {}
    }
}
