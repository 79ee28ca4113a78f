package dev.midori.preview.messaging;

import dev.midori.preview.command.Command;

/** Where commands are handed in. Safe for use by many threads. */
public interface Commands {
    /**
     * Returns once the broker has the command on its queue and on disk.
     *
     * @throws NotQueuedException where it said no, or nothing in time; in the second case the command may be there all
     *                            the same, which is why each one is safe to be delivered twice
     */
    void publish(Command command);

    /** Something that may be lost, such as a heartbeat: handed to the broker and not waited for. */
    void send(Command command);

    /** The broker doesn't have the command, as far as we can tell. */
    final class NotQueuedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotQueuedException(String message) {
            super(message);
        }

        public NotQueuedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
