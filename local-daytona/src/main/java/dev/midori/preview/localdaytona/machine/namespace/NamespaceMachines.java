package dev.midori.preview.localdaytona.machine.namespace;

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
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Machines in Linux namespaces. */
public final class NamespaceMachines implements Machines {
    static final String HOME = "/home/daytona";

    private static final Logger log = LoggerFactory.getLogger(NamespaceMachines.class);
    private static final List<String> PROGRAMS = List.of(
            "bwrap", "pasta", "socat", "nsenter", "setpriv", "prlimit", "setsid", "unshare", "ip", "bash", "tar",
            "node", "npm");
    private static final Executor THREADS = Thread::startVirtualThread;

    private final Path folder;
    private final Map<String, String> env;
    private final Limits limits;
    private final ControlGroups groups = ControlGroups.ofThisHost();
    private final boolean hasGroups;
    private final Users users;
    private final Archives archives;
    private final Map<String, OptionalInt> userOf = new ConcurrentHashMap<>();

    /**
     * Makes sure that it works here.
     *
     * @param folder for the files of all machines; what an earlier run left there is removed
     * @param env    of every machine
     * @param limits of each machine
     * @throws IllegalStateException where it doesn't, with one sentence that says what is missing
     */
    public NamespaceMachines(Path folder, Map<String, String> env, Limits limits) {
        this.folder = folder;
        this.env = env;
        this.limits = limits;
        this.users = new Users(Host.isRoot());
        this.archives = new Archives(folder.resolve(".snapshots"));
        var missing = Host.missing(PROGRAMS);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("sandboxes in namespaces need %s: install them, or choose another runtime"
                    .formatted(String.join(", ", missing)));
        }
        this.hasGroups = groups.areAvailable();
        if (!hasGroups) {
            log.warn("no control groups can be made here: a sandbox can take all of this machine's memory");
        }
        Folders.remove(folder);
        tryOne();
    }

    private void tryOne() {
        var trial = "trial-" + ProcessHandle.current().pid();
        try {
            open(new Blueprint(trial, trial, Map.of())).close();
            remove(trial);
        } catch (MachineException e) {
            throw new IllegalStateException("sandboxes in namespaces don't work here: " + e.getMessage(), e);
        }
    }

    @Override
    public CompletableFuture<Machine> start(Blueprint blueprint) {
        return CompletableFuture.supplyAsync(() -> open(blueprint), THREADS);
    }

    private Machine open(Blueprint blueprint) {
        var user = userOf.computeIfAbsent(blueprint.sandboxId(), _ -> users.take());
        var place = folder.resolve(blueprint.sandboxId());
        try {
            var isNew = !Files.isDirectory(place.resolve("home"));
            var home = Folders.make(place.resolve("home"), user);
            var sockets = Folders.make(place.resolve("ports"), user);
            var group = hasGroups ? groups.make(blueprint.sandboxId(), limits) : ControlGroup.none();
            var enclosure = Enclosure.open(home, user, group, limits, place.resolve("log"));
            var machine = new NamespaceMachine(enclosure, home, sockets, GuestEnvironment.of(HOME, env, blueprint));
            return archives.begin(blueprint, isNew, machine);
        } catch (IOException e) {
            throw new MachineException("the sandbox could not be made", e);
        }
    }

    @Override
    public void remove(String sandboxId) {
        archives.end(sandboxId);
        Folders.remove(folder.resolve(sandboxId));
        var user = userOf.remove(sandboxId);
        if (user != null) {
            users.giveBack(user);
        }
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
