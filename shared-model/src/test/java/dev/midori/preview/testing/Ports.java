package dev.midori.preview.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Ports of the loopback address. */
public final class Ports {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Ports() {}

    /** One that nothing listened on a moment ago; another process may take it before it is used. */
    public static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something accepts connections there. */
    public static boolean answers(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    static void awaitAnswer(int port) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> answers(port));
    }

    /** Waits until the process listens, or fails with the end of its log where it ends before. */
    public static void awaitAnswer(int port, ManagedProcess process) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            process.requireAlive();
            return answers(port);
        });
    }
}
