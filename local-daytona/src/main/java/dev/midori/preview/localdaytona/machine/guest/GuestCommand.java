package dev.midori.preview.localdaytona.machine.guest;

import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.machine.Shell;
import dev.midori.preview.localdaytona.machine.ShellCommand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A command of a {@link GuestShell}, as far as its output has been read. */
final class GuestCommand implements ShellCommand {
    private static final int LARGEST_LOG = 8 << 20;
    private static final int STREAMS = 2;
    private static final long PATIENCE_MILLIS = 1000;

    /** Brings bytes to the standard input of the command of that id. */
    @FunctionalInterface
    interface Input {
        void write(String commandId, byte[] data);
    }

    private final String id;
    private final String text;
    private final Shell.Stdin stdin;
    private final Input input;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final CountDownLatch over = new CountDownLatch(1);
    private OptionalInt exitCode = OptionalInt.empty();
    private int closedStreams;

    GuestCommand(String id, String text, Shell.Stdin stdin, Input input) {
        this.id = id;
        this.text = text;
        this.stdin = stdin;
        this.input = input;
    }

    String id() {
        return id;
    }

    String text() {
        return text;
    }

    Shell.Stdin stdin() {
        return stdin;
    }

    /** Nothing is kept beyond what a log may hold. */
    synchronized void write(String marker, byte[] line, int from, int to) {
        if (log.size() + to - from < LARGEST_LOG) {
            log.writeBytes(marker.getBytes(StandardCharsets.ISO_8859_1));
            log.write(line, from, to - from);
            log.write('\n');
            notifyAll();
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
            notifyAll();
            return true;
        }
        return false;
    }

    /** Its shell is closed. */
    synchronized void abandon() {
        over.countDown();
        notifyAll();
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
    public synchronized byte[] logFrom(int position) throws InterruptedException {
        if (log.size() <= position && !isOver()) {
            TimeUnit.MILLISECONDS.timedWait(this, PATIENCE_MILLIS);
        }
        return Arrays.copyOfRange(log.toByteArray(), Math.min(position, log.size()), log.size());
    }

    @Override
    public boolean isOver() {
        return over.getCount() == 0;
    }

    @Override
    public void input(String data, boolean echo) {
        if (stdin == Shell.Stdin.EMPTY) {
            throw new MachineException("the command does not read what it is given");
        }
        // First, for the answer to it stands behind it.
        if (echo) {
            data.lines().forEach(text -> write(STDOUT, text));
        }
        input.write(id, (data.endsWith("\n") ? data : data + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void write(String marker, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        write(marker, bytes, 0, bytes.length);
    }

    @Override
    public void await() throws InterruptedException {
        over.await();
    }
}
