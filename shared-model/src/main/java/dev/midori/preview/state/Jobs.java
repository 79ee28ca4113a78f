package dev.midori.preview.state;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Instant;
import java.util.Optional;

/** The worker's side of a command. A delivery is only a hint; the job itself is here. */
public interface Jobs {
    /** Takes the job of a create command by raising its epoch. */
    Claim claim(CreateSandbox command, Copy copy);

    /** Takes a sandbox that runs, to change or read its files, in the same way. */
    Claim hold(SandboxId id, UserId user, Copy copy);

    /**
     * One delivery of a command.
     *
     * @param id     a redelivery of the very copy that holds the job takes over at once, because its former holder's
     *               channel is gone
     * @param replay of an operator who puts a dead letter back, honoured once; empty for anything else
     */
    record Copy(String id, Optional<String> replay) {
        /** A copy that no operator made. */
        public static Copy of(String id) {
            return new Copy(id, Optional.empty());
        }
    }

    /** What a claimed job consists of. */
    enum Task {
        /** The preview is to run. */
        PROVISION,
        /** It runs, and shall have other files. */
        UPDATE,
        /** It runs and shows the files; the build beside it has not ended. */
        BUILD
    }

    /** What became of a claim. */
    sealed interface Claim {
        /**
         * The job is ours until the lease runs out, or longer while nobody else claims it.
         *
         * @param task what of it is to be done
         */
        record Taken(Job job, Task task) implements Claim {}

        /**
         * Another copy is at work.
         *
         * @param yields whether it has been told to give way soon, since ours has newer files
         */
        record Held(Instant until, boolean yields) implements Claim {}

        /** The sandbox was stopped or has failed, or shows these files or newer ones: there is nothing to do. */
        record Ended() implements Claim {}

        /** State has forgotten the sandbox and the command is too old to begin it anew. */
        record TooOld() implements Claim {}

        /** A replay would be at the cost of what its user has by now. */
        record Busy(String reason) implements Claim {}
    }
}
