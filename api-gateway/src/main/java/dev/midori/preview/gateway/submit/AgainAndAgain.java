package dev.midori.preview.gateway.submit;

import java.time.Duration;
import org.springframework.stereotype.Component;

/** Slows whoever asks for the same failure without end: Midori's frontend posts again at once after each. */
@Component
class AgainAndAgain {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 5;

    /** How long the so-many-th answer waits: a second, then twice as long each time, and never above half a minute. */
    static Duration pause(int times) {
        var doubled = Duration.ofSeconds(1L << Math.clamp(times - 1, 0, DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** Returns when it is time to answer; the thread is a virtual one and costs next to nothing. */
    void slowDown(int times) {
        try {
            Thread.sleep(pause(times));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
