package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.presence.Grants;
import dev.midori.preview.gateway.presence.Presence;
import dev.midori.preview.gateway.presence.Sign;
import dev.midori.preview.gateway.watch.Waiting;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Sandboxes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Creates that are held open. Somebody waits behind each of them, which counts as a sign of the owner. */
@Component
class HeldRequests {
    private static final Duration SIGN_EVERY = Duration.ofMinutes(1);

    private final Waiting waiting;
    private final Sandboxes sandboxes;
    private final Presence presence;
    private final Grants grants;
    private final Clock clock;

    HeldRequests(Waiting waiting, Sandboxes sandboxes, Presence presence, Grants grants, Clock clock) {
        this.waiting = waiting;
        this.sandboxes = sandboxes;
        this.presence = presence;
        this.grants = grants;
        this.clock = clock;
    }

    /** The sandbox as soon as it runs or has ended, or as it is when the time is over. */
    Sandbox settled(Submitted submitted, UserId user, Duration atMost) {
        return waiting.settled(submitted.id(), submitted.revision(), atMost, new Signs(submitted.id(), user));
    }

    /** As it stands; empty where it has only begun, or state can't be asked: it was accepted all the same. */
    Optional<Sandbox> now(Submitted submitted) {
        try {
            return submitted.reused() ? sandboxes.find(submitted.id()) : Optional.empty();
        } catch (DataAccessException _) {
            return Optional.empty();
        }
    }

    /** Sends a sign each minute, however often it is asked to. */
    private final class Signs implements Runnable {
        private final SandboxId id;
        private final UserId user;
        private Instant next;

        private Signs(SandboxId id, UserId user) {
            this.id = id;
            this.user = user;
            this.next = clock.instant().plus(SIGN_EVERY);
        }

        @Override
        public void run() {
            var now = clock.instant();
            if (!now.isBefore(next)) {
                next = now.plus(SIGN_EVERY);
                presence.trySend(id, user, new Sign("held", grants.untold(), true));
            }
        }
    }
}
