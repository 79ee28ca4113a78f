package dev.midori.preview.localdaytona.machine.process;

import dev.midori.preview.localdaytona.machine.Upstream;
import dev.midori.preview.localdaytona.machine.guest.GuestEnvironment;
import dev.midori.preview.localdaytona.machine.guest.GuestMachine;
import dev.midori.preview.localdaytona.machine.guest.ProcessTree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A folder of this host and the processes that were started in it. */
final class ProcessMachine extends GuestMachine {
    /** The name localhost may mean either. */
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    private static final int PATIENCE_MILLIS = 500;

    private static final long PATIENCE_SECONDS = 5;

    /**
     * Waits for its pipe to break, as it does when this server is gone too, and ends what has the variable in its
     * environment, wherever it has moved since it was started.
     */
    private static final String KEEPER = """
            trap '' HUP INT TERM
            cat >/dev/null
            for round in 1 2 3 4 5; do
              found=$(grep -lzsxF -- "$1" /proc/[0-9]*/environ)
              [ -n "$found" ] || exit 0
              for file in $found; do pid=${file#/proc/}; kill -9 "${pid%/environ}"; done 2>/dev/null
            done
            """;

    private final Set<Process> processes;
    private final Process keeper;

    ProcessMachine(Path home, Map<String, String> env) throws IOException {
        this(home, env, ConcurrentHashMap.newKeySet());
    }

    private ProcessMachine(Path home, Map<String, String> env, Set<Process> processes) throws IOException {
        super((command, all) -> launch(home, command, all, processes), env, home.toString(), home.toString());
        this.processes = processes;
        this.keeper = keep("%s=%s".formatted(GuestEnvironment.ID, env.get(GuestEnvironment.ID)));
    }

    private static Process keep(String variable) throws IOException {
        var keeper = new ProcessBuilder("/bin/bash", "-c", KEEPER, "keeper", variable)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        keeper.environment().keySet().retainAll(Set.of("PATH"));
        return keeper.start();
    }

    private static Process launch(Path home, List<String> command, Map<String, String> env, Set<Process> processes)
            throws IOException {
        var builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(env);
        var process = builder.start();
        processes.add(process);
        var _ = process.onExit().thenAccept(processes::remove);
        return process;
    }

    @Override
    public boolean listensOn(int port) {
        return LOOPBACK.stream().anyMatch(host -> answers(host, port));
    }

    @Override
    public Upstream upstream(int port) {
        return LOOPBACK.stream()
                .filter(host -> answers(host, port))
                .findFirst()
                .<Upstream>map(host -> new Upstream.LocalPort(host, port))
                .orElseGet(Upstream.Nothing::new);
    }

    private static boolean answers(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        List.copyOf(processes).forEach(ProcessTree::kill);
        try {
            keeper.getOutputStream().close();
            keeper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException _) {
            // It has ended already.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        keeper.destroyForcibly();
    }
}
