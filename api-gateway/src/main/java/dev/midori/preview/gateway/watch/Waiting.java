package dev.midori.preview.gateway.watch;

import dev.midori.preview.gateway.problem.Outages;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.state.Sandboxes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Waits until a sandbox is no longer on its way, on the caller's virtual thread. It looks when a hint says so and every
 * few seconds anyway. Redis may be away for a while meanwhile: the build goes on without it.
 */
@Component
public class Waiting implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Waiting.class);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    /** A building sandbox rings with every line of its log; nobody needs to know that soon. */
    private static final Duration BREATH = Duration.ofMillis(50);

    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(30);

    private final Sandboxes sandboxes;
    private final Bells bells;
    private final Clock clock;
    private volatile boolean open = true;

    Waiting(Sandboxes sandboxes, Bells bells, Clock clock) {
        this.sandboxes = sandboxes;
        this.bells = bells;
        this.clock = clock;
    }

    /**
     * The sandbox as soon as it shows these files or has ended, or as it is when the time is over or this process is
     * about to end.
     *
     * @param revision  of the project's files
     * @param meanwhile called every few seconds
     */
    public Sandbox settled(SandboxId id, long revision, Duration atMost, Runnable meanwhile) {
        try (var bell = bells.listen(id.value())) {
            var started = clock.instant();
            var lastSeen = started;
            while (true) {
                var now = clock.instant();
                var left = Duration.between(now, started.plus(atMost));
                var sandbox = look(id);
                if (sandbox.isPresent()) {
                    lastSeen = now;
                    var onItsWay = isOnItsWay(sandbox.get(), revision);
                    if (onItsWay && sandbox.get().wasGivenUp(revision, now)) {
                        // Somebody else asked for these files, and could not have them queued either.
                        throw Outages.broker().with("sandboxId", id).asException();
                    }
                    if (!onItsWay || !left.isPositive() || !open) {
                        return sandbox.get();
                    }
                } else if (isTooLong(lastSeen, now) || !left.isPositive() || !open) {
                    throw Outages.state().with("sandboxId", id).asException();
                }
                meanwhile.run();
                pause(bell, now, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Outages.state().with("sandboxId", id).asException();
        }
    }

    private static boolean isTooLong(Instant lastSeen, Instant now) {
        return Duration.between(lastSeen, now).compareTo(LONGEST_OUTAGE) > 0;
    }

    private static boolean isOnItsWay(Sandbox sandbox, long revision) {
        return switch (sandbox.state()) {
            case SandboxState.Provisioning _ -> true;
            case SandboxState.Running _ -> sandbox.applied() < revision;
            case SandboxState.Stopping _, SandboxState.Stopped _, SandboxState.Failed _ -> false;
        };
    }

    private void pause(Bells.Bell bell, Instant looked, Duration left) throws InterruptedException {
        bell.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
        var breath = BREATH.minus(Duration.between(looked, clock.instant()));
        Thread.sleep(breath.compareTo(BREATH) < 0 ? breath : BREATH);
    }

    private Optional<Sandbox> look(SandboxId id) {
        try {
            return sandboxes.find(id);
        } catch (DataAccessException e) {
            log.atDebug()
                    .addKeyValue("sandboxId", id)
                    .setCause(e)
                    .log("state did not answer a waiting request; it waits on");
            return Optional.empty();
        }
    }

    @Override
    public void start() {
        open = true;
    }

    /** Comes before the web server waits for its requests to end, so that they do. */
    @Override
    public void stop() {
        open = false;
        bells.ringAll();
    }

    @Override
    public boolean isRunning() {
        return open;
    }
}
