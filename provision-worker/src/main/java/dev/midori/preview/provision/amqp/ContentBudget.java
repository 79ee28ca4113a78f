package dev.midori.preview.provision.amqp;

import dev.midori.preview.limits.PreviewLimits;
import java.util.concurrent.Semaphore;
import org.springframework.util.unit.DataSize;

/**
 * Bounds the memory that projects take in this process: messages as they came, and what is read from them. A consumer
 * takes room for the largest message before it takes any, and gives back what the one that came doesn't need; so there are
 * never more deliveries here than there is room for, however many consumers there are.
 */
final class ContentBudget {
    /** A packed message, and its text unpacked, where a character may take two bytes. */
    static final int COPIES = 3;

    private final Semaphore free;
    private final int largest;

    private ContentBudget(int all, int largest) {
        this.free = new Semaphore(all, true);
        this.largest = largest;
    }

    /** For messages of which the largest has a whole project in it. */
    static ContentBudget of(DataSize all, PreviewLimits limits) {
        return new ContentBudget(
                Math.toIntExact(all.toBytes()), Math.toIntExact(forOne(limits).toBytes()));
    }

    /** For messages that are small, whatever they say. */
    static ContentBudget unbounded() {
        return new ContentBudget(0, 0);
    }

    /** What the largest project takes. */
    static DataSize forOne(PreviewLimits limits) {
        return DataSize.ofBytes(COPIES * limits.maxProjectSize().toBytes());
    }

    /** Waits until there is room for any message. */
    Portion take() throws InterruptedException {
        free.acquire(largest);
        return new Portion(largest);
    }

    /** Bytes that may be taken at once. */
    int left() {
        return free.availablePermits();
    }

    /** What one delivery takes. */
    final class Portion implements AutoCloseable {
        private int held;

        private Portion(int held) {
            this.held = held;
        }

        /** It is known by now what came: this many bytes as a message, and this many of text. */
        void shrinkTo(long message, long text) {
            giveBackAllBut((int) Math.min(largest, message + 2 * text));
        }

        /** Nothing is left but the message, which may have to be sent on. */
        void shrinkTo(long message) {
            giveBackAllBut((int) Math.min(largest, message));
        }

        private synchronized void giveBackAllBut(int needed) {
            if (needed < held) {
                free.release(held - needed);
                held = needed;
            }
        }

        @Override
        public void close() {
            giveBackAllBut(0);
        }
    }
}
