package dev.midori.preview.provision.job;

/** Everything between a claimed job and a running preview. */
public interface Pipeline {
    /**
     * Goes on from the checkpoint until the preview runs.
     *
     * @throws StepFailed where a step fails by more than a passing fault of Daytona's
     */
    void carryOut(Work work);

    /** Follows the build beside a preview that runs to its end, and says what came of it: the preview runs on. */
    void build(Work work);
}
