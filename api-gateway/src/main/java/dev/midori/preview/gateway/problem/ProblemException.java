package dev.midori.preview.gateway.problem;

/** Ends a request with a problem. It is an answer, not a fault, so it carries no stack trace. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.error(), null, false, false);
        this.problem = problem;
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }
}
