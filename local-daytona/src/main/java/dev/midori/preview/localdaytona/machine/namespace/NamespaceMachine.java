package dev.midori.preview.localdaytona.machine.namespace;

import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.machine.Upstream;
import dev.midori.preview.localdaytona.machine.guest.Folders;
import dev.midori.preview.localdaytona.machine.guest.GuestMachine;
import dev.midori.preview.localdaytona.machine.guest.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A machine in namespaces of its own. */
final class NamespaceMachine extends GuestMachine {
    private static final int LOOKS = 200;
    private static final long PAUSE_MILLIS = 10;

    /**
     * A door runs outside of the machine's processes, so it is shut when its pipe from this server breaks. What it dials
     * comes as a variable, for socat has its own meaning for some of its characters.
     */
    private static final String DOOR = "socat \"$1\" 'SYSTEM:eval $DIAL' & door=$!; cat >/dev/null; kill \"$door\"";

    private final Enclosure enclosure;
    private final Path home;
    private final Path sockets;
    private final Map<Integer, Process> doors = new ConcurrentHashMap<>();

    NamespaceMachine(Enclosure enclosure, Path home, Path sockets, Map<String, String> env) {
        super((command, all) -> launch(enclosure, command, all), env, NamespaceMachines.HOME, "/tmp");
        this.enclosure = enclosure;
        this.home = home;
        this.sockets = sockets;
    }

    private static Process launch(Enclosure enclosure, List<String> command, Map<String, String> env)
            throws IOException {
        var process = new ProcessBuilder(enclosure.inside(command)).redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().clear();
        process.environment().putAll(env);
        return process.start();
    }

    @Override
    public boolean listensOn(int port) {
        return Listeners.of(enclosure.inner()).contains(port);
    }

    /** A door into the machine's network for each port that somebody asks for, opened at the first request. */
    @Override
    public Upstream upstream(int port) {
        if (!listensOn(port)) {
            return new Upstream.Nothing();
        }
        var socket = sockets.resolve(Integer.toString(port));
        doors.computeIfAbsent(port, _ -> open(port, socket));
        return new Upstream.LocalSocket(socket);
    }

    private Process open(int port, Path socket) {
        var listen = "UNIX-LISTEN:%s,fork,unlink-early,mode=600".formatted(socket);
        try {
            var builder = Enclosure.quietly(enclosure.inNetwork(List.of("/bin/sh", "-c", DOOR, "door", listen)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("DIAL", dial(port));
            var door = builder.start();
            awaitSocket(door, socket);
            return door;
        } catch (IOException e) {
            throw new MachineException("port %d can't be reached".formatted(port), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MachineException("interrupted", e);
        }
    }

    /** The name localhost may mean either; whichever answers is the one. */
    private static String dial(int port) {
        return "socat - TCP4:127.0.0.1:%1$d 2>/dev/null || exec socat - TCP6:[::1]:%1$d 2>/dev/null".formatted(port);
    }

    @Override
    public Optional<String> excess() {
        var limit = enclosure.limits().disk();
        return Folders.size(home) > limit.toBytes()
                ? Optional.of("disk limit of %d MB exceeded".formatted(limit.toMegabytes()))
                : Optional.empty();
    }

    private static void awaitSocket(Process door, Path socket) throws InterruptedException {
        for (int look = 0; look < LOOKS && door.isAlive(); look++) {
            if (Files.exists(socket)) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        ProcessTree.kill(door);
        throw new MachineException("a port of the sandbox can't be reached");
    }

    @Override
    public void close() {
        doors.values().forEach(ProcessTree::kill);
        enclosure.close();
    }
}
