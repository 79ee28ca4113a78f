package dev.midori.preview.localdaytona.machine;

/** A machine can't do what it was asked to; the message says why, in words for whoever uses the sandbox. */
public final class MachineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MachineException(String message) {
        super(message);
    }

    public MachineException(String message, Throwable cause) {
        super(message, cause);
    }
}
