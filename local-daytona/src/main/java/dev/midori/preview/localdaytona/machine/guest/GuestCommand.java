package dev.midori.preview.localdaytona.machine.guest;

import dev.midori.preview.localdaytona.machine.ShellCommand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** A command of a {@link GuestShell}, as far as its output has been read. */
final class GuestCommand implements ShellCommand {
    private static final int LARGEST_LOG = 8 << 20;
    private static final int STREAMS = 2;

    private final String id;
    private final String text;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final CountDownLatch over = new CountDownLatch(1);
    private OptionalInt exitCode = OptionalInt.empty();
    private int closedStreams;

    GuestCommand(String id, String text) {
        this.id = id;
        this.text = text;
    }

    String id() {
        return id;
    }

    String text() {
        return text;
    }

    /** Nothing is kept beyond what a log may hold. */
    synchronized void write(String marker, byte[] line, int from, int to) {
        if (log.size() + to - from < LARGEST_LOG) {
            log.writeBytes(marker.getBytes(StandardCharsets.ISO_8859_1));
            log.write(line, from, to - from);
            log.write('\n');
        }
    }

    /** It has ended once its code is known and nothing more can be written. True where that is so now. */
    synchronized boolean exited(int code) {
        exitCode = OptionalInt.of(code);
        return hasEnded();
    }

    /** One of its streams was closed. */
    synchronized boolean closed() {
        closedStreams++;
        return hasEnded();
    }

    private synchronized boolean hasEnded() {
        if (exitCode.isPresent() && closedStreams == STREAMS) {
            over.countDown();
            return true;
        }
        return false;
    }

    /** Its shell is closed. */
    void abandon() {
        over.countDown();
    }

    @Override
    public synchronized OptionalInt exitCode() {
        return closedStreams == STREAMS ? exitCode : OptionalInt.empty();
    }

    @Override
    public synchronized byte[] log() {
        return log.toByteArray();
    }

    @Override
    public void await() throws InterruptedException {
        over.await();
    }
}
