package dev.midori.preview.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server of this machine that can be cut and mended. */
final class BrokenLine implements AutoCloseable {
    private final int target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private BrokenLine(int target, ServerSocket server) {
        this.target = target;
        this.server = server;
    }

    static BrokenLine to(int port) {
        try {
            var line = new BrokenLine(port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofPlatform().daemon().name("line").start(line::accept);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Nothing passes any more, and whoever is connected notices. */
    void cut() {
        cut = true;
        open.forEach(BrokenLine::end);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        try {
            while (true) {
                var caller = server.accept();
                if (cut) {
                    caller.close();
                    continue;
                }
                var there = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(caller);
                open.add(there);
                pass(caller, there);
                pass(there, caller);
            }
        } catch (IOException _) {
            // The line is taken down.
        }
    }

    private void pass(Socket from, Socket to) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException _) {
                // One end has gone.
            } finally {
                end(from);
                end(to);
                open.remove(from);
                open.remove(to);
            }
        });
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It has ended.
        }
    }

    @Override
    public void close() {
        cut();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
