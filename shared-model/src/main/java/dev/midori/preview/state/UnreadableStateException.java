package dev.midori.preview.state;

import org.springframework.dao.InvalidDataAccessResourceUsageException;

/**
 * What is stored is not what this release stores: a fault of ours, or somebody else's hand. Every other failure of state is
 * an outage, and waited out; this one comes again at each attempt.
 */
public final class UnreadableStateException extends InvalidDataAccessResourceUsageException {
    public UnreadableStateException(Throwable cause) {
        super("what is stored can't be read", cause);
    }
}
