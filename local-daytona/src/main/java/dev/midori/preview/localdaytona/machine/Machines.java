package dev.midori.preview.localdaytona.machine;

import java.util.concurrent.CompletableFuture;

/** Makes machines, one for each sandbox. */
public interface Machines {
    /** Begins to make one, or to start it again with the files that it had. Fails with {@link MachineException}. */
    CompletableFuture<Machine> start(Blueprint blueprint);

    /** Removes the files of one that was closed. Repeating it is fine. */
    void remove(String sandboxId);
}
