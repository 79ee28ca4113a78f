package dev.midori.preview.localdaytona.machine.process;

import dev.midori.preview.localdaytona.machine.Upstream;
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

/** A folder of this host and the processes that were started in it. */
final class ProcessMachine extends GuestMachine {
    /** The name localhost may mean either. */
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    private static final int PATIENCE_MILLIS = 500;

    private final Set<Process> processes;

    ProcessMachine(Path home, Map<String, String> env) {
        this(home, env, ConcurrentHashMap.newKeySet());
    }

    private ProcessMachine(Path home, Map<String, String> env, Set<Process> processes) {
        super((command, all) -> launch(home, command, all, processes), env, home.toString(), home.toString());
        this.processes = processes;
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
    }
}
