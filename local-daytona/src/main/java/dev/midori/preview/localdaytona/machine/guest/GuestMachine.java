package dev.midori.preview.localdaytona.machine.guest;

import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.machine.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A machine that runs real processes by way of a {@link Launcher}. */
public abstract class GuestMachine implements Machine {
    /** Says where it could not go, and ends in a way that no command of this kind does. */
    private static final String IN_FOLDER =
            "cd -- \"$1\" 2>/dev/null || { echo \"chdir $1: no such directory\"; exit 255; };" + " exec /bin/bash";

    private static final int NOT_STARTED = -1;

    private final Launcher launcher;
    private final Map<String, String> env;
    private final String workDir;
    private final String scratch;

    /** @param scratch a folder inside for what commands of this server need while they run */
    protected GuestMachine(Launcher launcher, Map<String, String> env, String workDir, String scratch) {
        this.launcher = launcher;
        this.env = Map.copyOf(env);
        this.workDir = workDir;
        this.scratch = scratch;
    }

    /**
     * Packs all that is in the work directory into a file of this host. It is read inside, where links lead nowhere else.
     *
     * @throws MachineException where something changed while it was read, or could not be read
     */
    void save(Path archive) throws IOException {
        var tar = launcher.launch(
                List.of("tar", "--create", "--file=-", "--exclude=./.session-*", "--directory=" + workDir, "."), env);
        try (var out = Files.newOutputStream(archive)) {
            tar.getOutputStream().close();
            tar.getInputStream().transferTo(out);
            requireSuccess(tar, "the sandbox's files could not be kept");
        } finally {
            ProcessTree.kill(tar);
        }
    }

    /** Unpacks such a file. It is unpacked inside, as the machine's own user, so whatever it holds can't leave the machine. */
    void load(Path archive) throws IOException {
        var tar = launcher.launch(
                List.of("tar", "--extract", "--file=-", "--same-permissions", "--directory=" + workDir), env);
        try {
            try (var in = Files.newInputStream(archive);
                    var out = tar.getOutputStream()) {
                in.transferTo(out);
            }
            requireSuccess(tar, "the snapshot's files could not be brought in");
        } finally {
            ProcessTree.kill(tar);
        }
    }

    private static void requireSuccess(Process process, String failure) {
        try {
            if (process.waitFor() != 0) {
                throw new MachineException(failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MachineException("interrupted", e);
        }
    }

    @Override
    public GuestFiles files() {
        return new NodeFiles(launcher, env);
    }

    @Override
    public String workDir() {
        return workDir;
    }

    @Override
    public Shell openShell() {
        return GuestShell.open(launcher, env, scratch);
    }

    @Override
    public Optional<Executed> execute(
            String command, @Nullable String cwd, Map<String, String> more, Duration timeout) {
        var all = new HashMap<>(env);
        all.putAll(more);
        try {
            var shell = List.of("/bin/bash", "-c", "exec 2>&1; " + IN_FOLDER, "bash", cwd == null ? "." : cwd);
            var process = launcher.launch(shell, all);
            return finish(process, command, timeout);
        } catch (IOException e) {
            throw new MachineException("no command could be started", e);
        }
    }

    /** As in Daytona, the script comes on the shell's standard input. */
    private static Optional<Executed> finish(Process process, String command, Duration timeout) throws IOException {
        var late = new AtomicBoolean();
        var watch = timeout.isZero() ? null : Thread.startVirtualThread(() -> killAfter(process, timeout, late));
        try {
            try (var in = process.getOutputStream()) {
                in.write(command.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // It ended without reading all of it.
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var code = process.waitFor();
            return late.get() ? Optional.empty() : Optional.of(executed(code, output));
        } catch (IOException e) {
            // Whoever kills a process closes its streams, which may be noticed before the end of what it has printed.
            if (late.get()) {
                return Optional.empty();
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MachineException("interrupted", e);
        } finally {
            if (watch != null) {
                watch.interrupt();
            }
            ProcessTree.kill(process);
        }
    }

    private static Executed executed(int code, String output) {
        return code == 255 && output.startsWith("chdir ")
                ? new Executed(NOT_STARTED, output.strip())
                : new Executed(code, output);
    }

    private static void killAfter(Process process, Duration timeout, AtomicBoolean late) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
                ProcessTree.kill(process);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
