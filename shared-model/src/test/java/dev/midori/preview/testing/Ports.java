package dev.midori.preview.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** Ports of the loopback address. */
public final class Ports {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int FIRST = 20_000;
    private static final int LAST = 32_767;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * One that nothing listened on a moment ago. No other call here gets it, and it lies below those that Linux hands out by
     * itself (ip_local_port_range begins at 32,768): a server takes seconds to listen, and in a busy suite one of those is
     * soon another's.
     */
    public static int free() {
        for (int tries = 0; tries < LAST - FIRST; tries++) {
            var port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
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
        awaitAnswer(process, () -> answers(port));
    }

    /** The same where more is wanted of an answer than that somebody listens. */
    static void awaitAnswer(ManagedProcess process, BooleanSupplier answers) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            process.requireAlive();
            return answers.getAsBoolean();
        });
    }
}
