package dev.midori.preview.localdaytona.machine;

import java.util.concurrent.CompletableFuture;

/** Makes machines, one for each sandbox. */
public interface Machines {
    /**
     * Begins to make one, with the files of its snapshot if it has one, or to start it again with the files that it had.
     * Fails with {@link MachineException}.
     */
    CompletableFuture<Machine> start(Blueprint blueprint);

    /** Removes the files of one that was closed. Repeating it is fine. */
    void remove(String sandboxId);

    /**
     * Keeps a copy of a machine's files, which nothing that happens to the machine changes any more.
     *
     * @param snapshotId new; letters, digits and {@code -}
     * @return how many bytes it takes
     * @throws MachineException it was not kept; then nothing of it is
     */
    long capture(String sandboxId, String snapshotId);

    /** Removes such a copy. Machines that were made from it keep their files. Repeating it is fine. */
    void forget(String snapshotId);
}
