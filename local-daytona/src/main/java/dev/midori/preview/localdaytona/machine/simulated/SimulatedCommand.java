package dev.midori.preview.localdaytona.machine.simulated;

import dev.midori.preview.localdaytona.machine.ShellCommand;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A command that is over when its time is. */
final class SimulatedCommand implements ShellCommand {
    /** Behind a command that never ends, none begins. */
    static final Instant NEVER = Instant.MAX;

    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Clock clock;
    private final String text;
    private final Instant begins;
    private final Instant ready;
    private final boolean ends;
    private final int exitCode;
    private final String output;
    private volatile String given = "";
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param ready when it has done what it is for
     * @param ends  whether it is over then
     */
    SimulatedCommand(
            Clock clock, String text, Instant begins, Instant ready, boolean ends, int exitCode, String output) {
        this.clock = clock;
        this.text = text;
        this.begins = begins;
        this.ready = ready;
        this.ends = ends;
        this.exitCode = exitCode;
        this.output = output;
    }

    String text() {
        return text;
    }

    Instant over() {
        return ends ? ready : NEVER;
    }

    /** It runs, and has done what it is for. */
    boolean serves() {
        return !ends && isReady() && closed.getCount() > 0;
    }

    private boolean isReady() {
        return !clock.instant().isBefore(ready);
    }

    void close() {
        closed.countDown();
    }

    @Override
    public OptionalInt exitCode() {
        return ends && isReady() ? OptionalInt.of(exitCode) : OptionalInt.empty();
    }

    @Override
    public byte[] log() {
        var log = new StringBuilder();
        if (!clock.instant().isBefore(begins)) {
            log.append(STDOUT).append("> ").append(text).append('\n');
        }
        log.append(given);
        if (isReady()) {
            output.lines().forEach(line -> log.append(STDOUT).append(line).append('\n'));
        }
        return log.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing tells when time has moved on: whoever follows asks again a little later. */
    @Override
    public byte[] logFrom(int position) throws InterruptedException {
        var all = log();
        if (all.length <= position && !isOver() && closed.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
            all = log();
        }
        return Arrays.copyOfRange(all, Math.min(position, all.length), all.length);
    }

    @Override
    public boolean isOver() {
        return closed.getCount() == 0 || exitCode().isPresent();
    }

    @Override
    public synchronized void input(String data, boolean echo) {
        if (echo) {
            given += data.lines().map(line -> STDOUT + line + "\n").collect(Collectors.joining());
        }
    }

    @Override
    public void await() throws InterruptedException {
        await(Duration.ZERO);
    }

    /**
     * Returns when it is over.
     *
     * @param timeout after which nobody waits any more; zero is never
     * @return false where its time was longer than that
     */
    boolean await(Duration timeout) throws InterruptedException {
        var deadline = timeout.isZero() ? NEVER : clock.instant().plus(timeout);
        var over = over().isBefore(deadline) ? over() : deadline;
        while (!isOver() && clock.instant().isBefore(over)) {
            var left = Duration.between(clock.instant(), over);
            var patience = left.compareTo(A_DAY) < 0 ? left : A_DAY;
            if (closed.await(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return isOver();
    }
}
