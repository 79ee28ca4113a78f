package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.machine.ShellCommand;
import java.io.IOException;
import java.time.Duration;

/** Hands on what a command writes, from its first byte until it is over. */
final class LogFollower {
    /** As often as Daytona's proxy says that a sandbox is used while a request stays open. */
    private static final Duration STILL_USED = Duration.ofSeconds(50);

    private final ShellCommand command;
    private final Runnable stillUsed;
    private int position;
    private long toldAt = System.nanoTime();

    LogFollower(ShellCommand command, Runnable stillUsed) {
        this.command = command;
        this.stillUsed = stillUsed;
    }

    /** Where the bytes go. */
    @FunctionalInterface
    interface Receiver {
        void take(byte[] bytes) throws IOException;
    }

    /** Returns when the command is over and everything was handed on, or when whoever reads it has gone. */
    void follow(Receiver receiver) throws IOException, InterruptedException {
        for (var over = false; !over; ) {
            over = command.isOver();
            var more = command.logFrom(position);
            if (more.length > 0) {
                receiver.take(more);
                position += more.length;
            }
            sayThatItIsUsed();
        }
    }

    private void sayThatItIsUsed() {
        if (System.nanoTime() - toldAt > STILL_USED.toNanos()) {
            toldAt = System.nanoTime();
            stillUsed.run();
        }
    }
}
