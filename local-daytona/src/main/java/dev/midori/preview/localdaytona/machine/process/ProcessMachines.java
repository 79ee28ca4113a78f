package dev.midori.preview.localdaytona.machine.process;

import dev.midori.preview.localdaytona.machine.Blueprint;
import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.machine.Machines;
import dev.midori.preview.localdaytona.machine.guest.Archives;
import dev.midori.preview.localdaytona.machine.guest.Folders;
import dev.midori.preview.localdaytona.machine.guest.GuestEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Machines that are plain folders and processes of this host. */
public final class ProcessMachines implements Machines {
    private static final Logger log = LoggerFactory.getLogger(ProcessMachines.class);
    private static final Executor THREADS = Thread::startVirtualThread;

    private final Path folder;
    private final Map<String, String> env;
    private final Archives archives;

    /** @throws IllegalStateException as root, for nothing stands between the projects and this host */
    public ProcessMachines(Path folder, Map<String, String> env) {
        if (isRoot()) {
            throw new IllegalStateException(
                    "the process runtime has no walls and does not run as root: use the namespace runtime");
        }
        this.folder = folder;
        this.env = env;
        this.archives = new Archives(folder.resolve(".snapshots"));
        Folders.remove(folder);
        log.warn("sandboxes are plain processes of this host: they can read your files, reach your network,"
                + " and only one of them can use a port at a time");
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException _) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    @Override
    public CompletableFuture<Machine> start(Blueprint blueprint) {
        return CompletableFuture.supplyAsync(() -> open(blueprint), THREADS);
    }

    private Machine open(Blueprint blueprint) {
        try {
            var isNew = !Files.isDirectory(folder.resolve(blueprint.sandboxId()));
            var home = Folders.make(folder.resolve(blueprint.sandboxId()), OptionalInt.empty());
            var machine = new ProcessMachine(home, GuestEnvironment.of(home.toString(), env, blueprint));
            return archives.begin(blueprint, isNew, machine);
        } catch (IOException e) {
            throw new MachineException("the sandbox could not be made", e);
        }
    }

    @Override
    public void remove(String sandboxId) {
        archives.end(sandboxId);
        Folders.remove(folder.resolve(sandboxId));
    }

    @Override
    public long capture(String sandboxId, String snapshotId) {
        return archives.keep(sandboxId, snapshotId);
    }

    @Override
    public void forget(String snapshotId) {
        archives.forget(snapshotId);
    }
}
