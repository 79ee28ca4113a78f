package dev.midori.preview.provision.job;

import dev.midori.preview.sandbox.Failure;

/** A step ended in a failure that its sandbox's owner is told about. */
public final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final boolean timeout;

    public StepFailed(Failure failure) {
        this(failure, false);
    }

    private StepFailed(Failure failure, boolean timeout) {
        super(failure.code().name());
        this.failure = failure;
        this.timeout = timeout;
    }

    /** It took too long, which says less of the project than of the moment. */
    public static StepFailed timeout(Failure failure) {
        return new StepFailed(failure, true);
    }

    /** What the owner is told. */
    public Failure failure() {
        return failure;
    }

    /** Whether the same project would fail again in the same way. */
    boolean isCertain() {
        return !timeout;
    }
}
