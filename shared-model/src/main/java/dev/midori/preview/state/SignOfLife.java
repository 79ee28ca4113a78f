package dev.midori.preview.state;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * What a service says of itself again and again, and when it goes, that it is gone: after its work, and while there still is
 * a connection to say so.
 */
public abstract class SignOfLife implements SmartLifecycle {
    /** Whatever is higher is stopped earlier: requests and consumers before this, and Redis's connections, which are at 0, after it. */
    private static final int PHASE = 1;

    private static final Logger log = LoggerFactory.getLogger(SignOfLife.class);

    private volatile boolean running;

    /** Says that it is gone; where that fails it is missed after a while. */
    protected abstract void leave();

    /** Alone, as the farewell is: one sign that is under way while the service goes would have it here again. */
    protected final synchronized void whileHere(Runnable sign) {
        if (running) {
            sign.run();
        }
    }

    @Override
    public final void start() {
        running = true;
    }

    @Override
    public final boolean isRunning() {
        return running;
    }

    @Override
    public final int getPhase() {
        return PHASE;
    }

    @Override
    public final synchronized void stop() {
        running = false;
        try {
            leave();
        } catch (DataAccessException e) {
            log.atDebug().setCause(e).log("it is forgotten by itself");
        }
    }
}
