package dev.midori.preview.gateway.publish;

import dev.midori.preview.messaging.Commands.NotQueuedException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets as many hand something to the broker at once as there are channels, and the others wait for so long at most. */
final class Turns {
    private static final int AT_ONCE = 256;

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Duration patience;

    Turns(Duration patience) {
        this.patience = patience;
    }

    void take(Runnable work) {
        acquire();
        try {
            work.run();
        } finally {
            free.release();
        }
    }

    private void acquire() {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new NotQueuedException("too many are waiting for the broker");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotQueuedException("interrupted before it was handed over", e);
        }
    }
}
