package dev.midori.preview.gateway.body;

import dev.midori.preview.gateway.ApiSettings;
import dev.midori.preview.gateway.caller.PerUser;
import dev.midori.preview.gateway.problem.Outages;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.UserId;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * Bounds the memory that texts of projects take, over all requests. It is taken as bytes arrive, not as they are
 * announced, so that a slow sender keeps nobody else out. A byte counts twice, because a character may take two. The
 * packed message that goes to the broker comes on top while it is sent.
 */
@Component
public class HeldContent {
    private static final int MEMORY_PER_BYTE = 2;

    /** Of all there is, so that nobody takes it from everybody else; the largest project always fits. */
    private static final int SHARES = 2;

    private final Semaphore free;
    private final PerUser ofUsers;

    HeldContent(ApiSettings settings, PreviewLimits limits) {
        var all = settings.maxHeldContent().toBytes();
        var largest = limits.maxProjectSize().toBytes() * MEMORY_PER_BYTE;
        if (all < largest) {
            throw new IllegalArgumentException(
                    "preview.api.max-held-content (%s) must be at least %d times preview.limits.max-project-size (%s)"
                            .formatted(settings.maxHeldContent(), MEMORY_PER_BYTE, limits.maxProjectSize()));
        }
        this.free = new Semaphore((int) all);
        this.ofUsers = new PerUser((int) Math.max(largest, all / SHARES));
    }

    /** What one request of this user will hold. */
    public Portion portion(UserId user) {
        return new Portion(user);
    }

    /** What one request holds, from its first byte until nothing of it is in memory any more. */
    public final class Portion implements AutoCloseable {
        private final UserId user;
        private final AtomicInteger held = new AtomicInteger();

        private Portion(UserId user) {
            this.user = user;
        }

        /** Ends the request with a problem where there is no room for so many bytes more. */
        void add(int bytes) {
            var memory = bytes * MEMORY_PER_BYTE;
            if (!ofUsers.take(user, memory)) {
                throw Outages.busy().asException();
            }
            if (!free.tryAcquire(memory)) {
                ofUsers.giveBack(user, memory);
                throw Outages.busy().asException();
            }
            held.addAndGet(memory);
        }

        /** Gives back all of it. Twice is the same as once. */
        @Override
        public void close() {
            var memory = held.getAndSet(0);
            free.release(memory);
            ofUsers.giveBack(user, memory);
        }
    }
}
