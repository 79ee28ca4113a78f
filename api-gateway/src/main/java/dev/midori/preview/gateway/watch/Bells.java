package dev.midori.preview.gateway.watch;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Wakes whoever listens for a sandbox. Hints may be lost or come twice, so a bell says only that looking is worthwhile. */
@Component
public class Bells {
    private final Map<String, Set<Bell>> listening = new ConcurrentHashMap<>();

    /** A bell that rings from now on until it is closed. */
    public Bell listen(String sandboxId) {
        var bell = new Bell(sandboxId);
        listening.compute(sandboxId, (_, bells) -> {
            var all = bells == null ? ConcurrentHashMap.<Bell>newKeySet() : bells;
            all.add(bell);
            return all;
        });
        return bell;
    }

    /** Something about this sandbox has changed. */
    public void ring(String sandboxId) {
        listening.getOrDefault(sandboxId, Set.of()).forEach(Bell::ring);
    }

    /** Anything may have changed. */
    public void ringAll() {
        listening.values().forEach(bells -> bells.forEach(Bell::ring));
    }

    /** How many listen. */
    int count() {
        return listening.values().stream().mapToInt(Set::size).sum();
    }

    /** One who listens. */
    public final class Bell implements AutoCloseable {
        private final String sandboxId;
        private final Semaphore rung = new Semaphore(0);

        private Bell(String sandboxId) {
            this.sandboxId = sandboxId;
        }

        private void ring() {
            rung.release();
        }

        /** Returns when it has rung since the last time, or when the time is over. */
        public void await(Duration atMost) throws InterruptedException {
            if (rung.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                rung.drainPermits();
            }
        }

        @Override
        public void close() {
            listening.computeIfPresent(sandboxId, (_, bells) -> {
                bells.remove(this);
                return bells.isEmpty() ? null : bells;
            });
        }
    }
}
