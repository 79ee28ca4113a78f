package dev.midori.preview.localdaytona.machine.namespace;

import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.machine.guest.ProcessTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The namespaces of one machine, kept open by the processes that made them.
 *
 * @param root  the chain that made them; everything ends with it
 * @param outer a process in the network's namespace and in the user namespace that owns it
 * @param inner a process in all of the machine's namespaces
 * @param user  whom it runs as on this host; empty for ourselves
 * @param group what all of its processes are members of
 */
record Enclosure(Process root, long outer, long inner, OptionalInt user, ControlGroup group, Limits limits) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration GOODBYE = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int LOOKS = 200;
    private static final String READY = "ready";
    private static final String SMALL = Integer.toString(1 << 20);

    /** Says that it is there, and then waits for its pipe to break. */
    private static final String KEEPER = """
            printf 'root:x:0:0::/:/bin/sh\\ndaytona:x:1000:1000::/home/daytona:/bin/bash\\n' >/etc/passwd
            printf 'root:x:0:\\ndaytona:x:1000:\\n' >/etc/group
            printf '127.0.0.1 localhost\\n::1 localhost\\n' >/etc/hosts
            echo ready
            exec cat >/dev/null
            """;

    /**
     * In mounts of its own: a way to the home, for its user may not pass through the folders above it, and the device that
     * networks are made with, which some hosts give to root alone.
     */
    private static final String ENTRANCE = """
            mount --bind "$0" /mnt || exit
            if [ -c /dev/net/tun ] && mount -t tmpfs -o mode=755 tun /dev/net; then
              mknod -m 666 /dev/net/tun c 10 200 || umount /dev/net
            fi
            exec "$@"
            """;

    /**
     * Makes the namespaces around a folder.
     *
     * @param home becomes the home of the machine's user, whatever stands above it on this host
     */
    static Enclosure open(Path home, OptionalInt user, ControlGroup group, Limits limits, Path log) throws IOException {
        var chain = new ArrayList<>(List.of("setsid"));
        if (user.isPresent()) {
            chain.addAll(List.of("unshare", "--mount", "--propagation", "private", "--", "/bin/sh", "-c"));
            chain.addAll(List.of(ENTRANCE, home.toString()));
            chain.addAll(as(user));
            home = Path.of("/mnt");
        }
        chain.addAll(List.of("pasta", "--config-net", "--no-map-gw", "-t", "none", "-u", "none"));
        chain.addAll(List.of("-T", "none", "-U", "none", "--"));
        chain.addAll(bubble(home));
        chain.addAll(List.of("/bin/sh", "-c", KEEPER));
        var root = quietly(group.inside(chain))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            awaitReady(root, log);
            var enclosure = new Enclosure(root, member(root, "bwrap"), member(root, "cat"), user, group, limits);
            enclosure.closeRoutes();
            return enclosure;
        } catch (IOException | RuntimeException e) {
            ProcessTree.kill(root);
            group.remove();
            throw e;
        }
    }

    /** What runs here for a machine may be seen from inside, so it knows of this server's environment no more than the path. */
    static ProcessBuilder quietly(List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().retainAll(Set.of("PATH"));
        return builder;
    }

    private static List<String> as(OptionalInt user) {
        return user.stream()
                .mapToObj(number -> List.of(
                        "setpriv", "--reuid=" + number, "--regid=" + number, "--clear-groups", "--inh-caps=-all", "--"))
                .flatMap(List::stream)
                .toList();
    }

    /** A file system of the host's programs, read-only, with little else. It has no terminals: those would need root. */
    private static List<String> bubble(Path home) {
        var bubble = new ArrayList<>(List.of(
                "bwrap",
                "--unshare-user",
                "--unshare-pid",
                "--unshare-ipc",
                "--unshare-uts",
                "--unshare-cgroup-try",
                "--uid",
                "1000",
                "--gid",
                "1000",
                "--hostname",
                "sandbox",
                "--die-with-parent",
                "--new-session",
                "--clearenv"));
        bubble.addAll(List.of("--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin"));
        bubble.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (var folder : List.of("bin", "sbin", "lib", "lib32", "lib64")) {
            if (Files.isDirectory(Path.of("/", folder))) {
                bubble.addAll(List.of("--symlink", "usr/" + folder, "/" + folder));
            }
        }
        bubble.addAll(List.of("--size", SMALL, "--tmpfs", "/etc"));
        for (var name :
                List.of("ssl", "ca-certificates", "alternatives", "nsswitch.conf", "ld.so.cache", "localtime")) {
            bubble.addAll(List.of("--ro-bind-try", "/etc/" + name, "/etc/" + name));
        }
        bubble.addAll(List.of("--ro-bind", Host.resolvers().toString(), "/etc/resolv.conf"));
        bubble.addAll(List.of("--proc", "/proc", "--size", SMALL, "--tmpfs", "/dev"));
        for (var device : List.of("null", "zero", "full", "random", "urandom")) {
            bubble.addAll(List.of("--dev-bind", "/dev/" + device, "/dev/" + device));
        }
        bubble.addAll(List.of("--symlink", "/proc/self/fd", "/dev/fd"));
        bubble.addAll(List.of("--symlink", "/proc/self/fd/0", "/dev/stdin"));
        bubble.addAll(List.of("--symlink", "/proc/self/fd/1", "/dev/stdout"));
        bubble.addAll(List.of("--symlink", "/proc/self/fd/2", "/dev/stderr"));
        bubble.addAll(List.of("--size", Integer.toString(64 << 20), "--tmpfs", "/dev/shm"));
        bubble.addAll(List.of("--size", Integer.toString(256 << 20), "--tmpfs", "/tmp"));
        bubble.addAll(List.of("--bind", home.toString(), NamespaceMachines.HOME));
        bubble.addAll(List.of("--remount-ro", "/", "--chdir", NamespaceMachines.HOME, "--"));
        return bubble;
    }

    private static void awaitReady(Process root, Path log) throws IOException {
        var watch = Thread.startVirtualThread(() -> killAfter(root, PATIENCE));
        // Where pasta fails, its child waits for it without end, and the pipe stays open.
        var burial = root.onExit().thenRun(() -> killGroup(root.pid()));
        try {
            var line = new BufferedReader(root.inputReader(StandardCharsets.UTF_8)).readLine();
            if (!READY.equals(line)) {
                throw new MachineException("the namespaces could not be made: " + lastWords(log));
            }
        } finally {
            watch.interrupt();
            burial.cancel(false);
        }
    }

    private static void killGroup(long leader) {
        try {
            quietly(List.of("bash", "-c", "kill -KILL -- \"-$0\"", Long.toString(leader)))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void killAfter(Process root, Duration patience) {
        try {
            Thread.sleep(patience);
            ProcessTree.kill(root);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String lastWords(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> !line.isBlank())
                .reduce((_, last) -> last)
                .orElse("nothing was said");
    }

    /** The first process of that name below the root; it may be about to take the name. */
    private static long member(Process root, String name) {
        for (int look = 0; look < LOOKS; look++) {
            var member = root.descendants()
                    .map(ProcessHandle::pid)
                    .filter(pid -> Host.nameOf(pid).filter(name::equals).isPresent())
                    .min(Comparator.naturalOrder());
            if (member.isPresent()) {
                return member.get();
            }
            pause();
        }
        throw new MachineException("the namespaces could not be made: no " + name);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MachineException("interrupted", e);
        }
    }

    /** Goes through pasta, to what is outside, lead only routes that are left after this. */
    private void closeRoutes() throws IOException {
        for (var destination : Host.forbiddenDestinations()) {
            var family = destination.contains(":") ? "-6" : "-4";
            run(inNetwork(List.of("ip", family, "route", "replace", "unreachable", destination)));
        }
    }

    private static void run(List<String> command) throws IOException {
        var process = quietly(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new MachineException("the network could not be closed: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MachineException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The command, run with this host's files in the machine's network, over which it has all rights. */
    List<String> inNetwork(List<String> command) {
        return user.isPresent() ? enter(List.of("--net"), command) : asOwner(command);
    }

    /** The command, run inside. The two steps are needed because two user namespaces own these. */
    List<String> inside(List<String> command) {
        var entered = new ArrayList<>(List.of("nsenter", "--target", Long.toString(inner), "--user"));
        entered.addAll(List.of("--mount", "--pid", "--ipc", "--uts", "--preserve-credentials", "--"));
        entered.addAll(List.of("setpriv", "--no-new-privs", "--", "prlimit", "--nproc=" + limits.processes()));
        entered.addAll(List.of("--fsize=" + limits.disk().toBytes(), "--core=0", "--"));
        entered.addAll(List.of("env", "--chdir=" + NamespaceMachines.HOME));
        entered.addAll(command);
        var chain = new ArrayList<>(as(user));
        chain.addAll(asOwner(entered));
        return group.inside(chain);
    }

    private List<String> asOwner(List<String> command) {
        return enter(List.of("--user", "--net", "--preserve-credentials"), command);
    }

    private List<String> enter(List<String> namespaces, List<String> command) {
        var entered = new ArrayList<>(List.of("nsenter", "--target", Long.toString(outer)));
        entered.addAll(namespaces);
        entered.add("--");
        entered.addAll(command);
        return entered;
    }

    /** Returns when nothing in them runs any more. The broken pipe lets each process bury those below it. */
    void close() {
        try {
            root.getOutputStream().close();
            root.waitFor(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException _) {
            // It has ended already.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        ProcessTree.kill(root);
        group.remove();
    }
}
