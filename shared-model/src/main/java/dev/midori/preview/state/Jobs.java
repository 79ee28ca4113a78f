package dev.midori.preview.state;

import dev.midori.preview.command.CreateSandbox;
import java.time.Instant;

/** The worker's side of a create command. A delivery is only a hint; the job itself is here. */
public interface Jobs {
    /**
     * Takes the job by raising its epoch.
     *
     * @param copyId of the delivery: a redelivery of the very copy that holds the job takes over at once, because its
     *               former holder's channel is gone
     */
    Claim claim(CreateSandbox command, String copyId);

    /** What became of a claim. */
    sealed interface Claim {
        /** The job is ours until the lease runs out, or longer while nobody else claims it. */
        record Taken(Job job) implements Claim {}

        /** Another copy of the command is at work. */
        record Held(Instant until) implements Claim {}

        /** The sandbox runs, was stopped or has failed: there is nothing to do. */
        record Ended() implements Claim {}

        /** State has forgotten the sandbox and the command is too old to begin it anew. */
        record TooOld() implements Claim {}
    }
}
