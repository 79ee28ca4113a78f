package dev.midori.preview.provision.job;

import java.time.Duration;
import java.util.Optional;

/** What became of one delivery. The adapter alone decides what that means for the message. */
public sealed interface Outcome {
    /** Nothing remains to be done, whether it was done here or need not be done at all. */
    record Done() implements Outcome {}

    /** The world failed; this attempt is spent. {@code asked} is how long Daytona asked us to wait. */
    record TryAgain(String reason, Optional<Duration> asked) implements Outcome {}

    /** Not this delivery's turn, or no fault of its own: it waits without spending an attempt. */
    record Wait(String reason) implements Outcome {}

    /** This process is going: another one goes on from the checkpoint at once. */
    record HandOver() implements Outcome {}

    /** Nothing that waiting would mend. Kept among the dead letters for somebody to look at. */
    record GiveUp(String reason) implements Outcome {}
}
