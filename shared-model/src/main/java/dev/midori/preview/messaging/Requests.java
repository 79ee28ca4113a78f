package dev.midori.preview.messaging;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.Reply;
import java.time.Duration;
import java.util.Optional;

/** Commands that somebody waits for. Safe for use by many threads. */
public interface Requests {
    /**
     * Hands the command in and waits for what the worker answers.
     *
     * @return empty where no answer came in time; the command may be carried out all the same
     * @throws Commands.NotQueuedException where the broker doesn't have it
     */
    Optional<Reply> ask(Command command, Duration patience);
}
