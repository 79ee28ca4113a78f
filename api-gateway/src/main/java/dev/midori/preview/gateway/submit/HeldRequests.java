package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.caller.PerUser;
import dev.midori.preview.gateway.presence.Grants;
import dev.midori.preview.gateway.presence.Presence;
import dev.midori.preview.gateway.presence.Sign;
import dev.midori.preview.gateway.problem.Outages;
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
    /** Whose clients are gone is not noticed while nothing is sent to them. */
    private static final int MOST_OF_ONE_USER = 50;

    private static final Duration SIGN_EVERY = Duration.ofMinutes(1);

    private final PerUser ofUsers = new PerUser(MOST_OF_ONE_USER);
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

    /** How many are held. */
    int count() {
        return ofUsers.count();
    }

    /** Whether nobody is held here any more, since this process is about to end. */
    boolean isEnding() {
        return !waiting.isRunning();
    }

    /** The sandbox as soon as it runs or has ended, or as it is when the time is over. */
    Sandbox settled(Submitted submitted, UserId user, Duration atMost) {
        if (!ofUsers.take(user, 1)) {
            throw Outages.waiting().with("sandboxId", submitted.id()).asException();
        }
        try {
            return waiting.settled(submitted.id(), submitted.revision(), atMost, new Signs(submitted.id(), user));
        } finally {
            ofUsers.giveBack(user, 1);
        }
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
