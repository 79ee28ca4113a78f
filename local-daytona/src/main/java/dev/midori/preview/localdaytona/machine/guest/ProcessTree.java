package dev.midori.preview.localdaytona.machine.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process and everything that it started. */
public final class ProcessTree {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration BURIAL = Duration.ofMillis(200);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private ProcessTree() {}

    /** Asks all of it to end, waits a little, and then ends it by force. Returns when the process has ended. */
    public static void end(Process process) {
        var all = of(process);
        all.forEach(ProcessHandle::destroy);
        if (!haveEnded(all, GRACE)) {
            kill(process, all);
        }
        await(process);
    }

    /** Ends all of it by force. */
    public static void kill(Process process) {
        kill(process, of(process));
        await(process);
    }

    /** The process itself goes last, so that it can bury the others. */
    private static void kill(Process process, List<ProcessHandle> before) {
        var below = Stream.concat(before.stream(), process.descendants())
                .filter(handle -> handle.pid() != process.pid())
                .toList();
        below.forEach(ProcessHandle::destroyForcibly);
        haveEnded(below, BURIAL);
        process.destroyForcibly();
    }

    /** Children first: a parent that goes before them would leave them to another one. */
    private static List<ProcessHandle> of(Process process) {
        return Stream.concat(process.descendants().toList().reversed().stream(), Stream.of(process.toHandle()))
                .toList();
    }

    private static boolean haveEnded(List<ProcessHandle> all, Duration atMost) {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (all.stream().anyMatch(ProcessTree::isRunning)) {
            if (System.nanoTime() >= deadline || !pause()) {
                return false;
            }
        }
        return true;
    }

    /** What has ended and whose parent has gone before it stays until the host's first process looks, which some do rarely. */
    private static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && !isZombie(handle.pid());
    }

    /** The state follows the name, which is in brackets and may have brackets in it (proc_pid_stat(5)). */
    private static boolean isZombie(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/%d/stat".formatted(pid)), StandardCharsets.ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void await(Process process) {
        try {
            process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
