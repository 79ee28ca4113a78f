package dev.midori.preview.provision.job;

import dev.midori.preview.state.UnreadableStateException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Asks Redis again and again while it is away, for as long as the delivery is ours. */
final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Tether tether;

    Patience(Tether tether) {
        this.tether = tether;
    }

    /** A call that may be made twice: one whose answer was lost may have taken effect. */
    void with(Runnable call) {
        with(() -> {
            call.run();
            return true;
        });
    }

    /** The same, with an answer. */
    <T> T with(Supplier<T> call) {
        for (var said = false; ; said = true) {
            try {
                return call.get();
            } catch (UnreadableStateException e) {
                throw e;
            } catch (DataAccessException e) {
                if (!said) {
                    log.atWarn().setCause(e).log("state can't be reached; the job waits for it");
                }
            }
            tether.check();
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Handover();
        }
    }
}
