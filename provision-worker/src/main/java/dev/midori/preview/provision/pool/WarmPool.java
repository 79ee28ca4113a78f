package dev.midori.preview.provision.pool;

import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.provision.job.Work;
import java.util.Optional;

/** Started sandboxes that wait for somebody's project. */
public interface WarmPool {
    /**
     * A started sandbox in which a project waits that differs from the job's by its own files alone. It is the job's from then
     * on, and whoever goes on with the job gets the same. Empty where there is none: then the job has none of the pool's.
     *
     * @throws dev.midori.preview.daytona.DaytonaException where Daytona can't be asked now; to be asked again
     */
    Optional<DaytonaSandbox> claim(Work work);

    /** The sandbox that was claimed is of no use after all. Nothing of it remains, and the job goes on without. */
    void discard(Work work);

    /** The job's project shows in the sandbox that was claimed. */
    void shown(Work work);
}
