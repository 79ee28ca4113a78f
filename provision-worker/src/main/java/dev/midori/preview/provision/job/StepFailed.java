package dev.midori.preview.provision.job;

import dev.midori.preview.sandbox.Failure;

/** A step ended in a failure that its sandbox's owner is told about. */
public final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    public StepFailed(Failure failure) {
        super(failure.code().name());
        this.failure = failure;
    }

    /** What the owner is told. */
    public Failure failure() {
        return failure;
    }
}
