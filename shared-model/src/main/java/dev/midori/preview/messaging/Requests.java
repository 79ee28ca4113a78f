package dev.midori.preview.messaging;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.Reply;
import java.time.Duration;
import java.util.Optional;

/** Commands that somebody waits for. Safe for use by many threads. */
public interface Requests {
    /**
     * Hands the command in. Returns once the broker has it.
     *
     * @param patience after which an answer is nobody's any more; as long as what is asked for may take
     * @throws Commands.NotQueuedException where the broker doesn't have it
     */
    Asked begin(Command command, Duration patience);

    /**
     * Hands the command in and waits for what the worker answers.
     *
     * @return empty where no answer came in time; the command may be carried out all the same
     * @throws Commands.NotQueuedException where the broker doesn't have it
     */
    default Optional<Reply> ask(Command command, Duration patience) {
        return begin(command, patience).await();
    }

    /** A command that the broker has. */
    interface Asked {
        /**
         * What the worker answers; empty where it didn't in time.
         *
         * @throws Commands.NotQueuedException where nobody will answer any more
         */
        Optional<Reply> await();
    }
}
