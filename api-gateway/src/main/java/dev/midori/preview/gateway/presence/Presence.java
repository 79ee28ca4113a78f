package dev.midori.preview.gateway.presence;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.gateway.publish.PromptCommands;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Liveness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Sends signs of owners on their way. For a second after one could not be sent the others fail at once. */
@Component
public class Presence {
    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PromptCommands commands;
    private final Liveness liveness;
    private final Grants grants;
    private final Clock clock;
    private volatile Instant pausedUntil = Instant.EPOCH;

    Presence(PromptCommands commands, Liveness liveness, Grants grants, Clock clock) {
        this.commands = commands;
        this.liveness = liveness;
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * Returns once the sign is on its way.
     *
     * @throws NotQueuedException where the broker doesn't take it
     */
    public void send(SandboxId id, UserId user, Sign sign) {
        var now = clock.instant();
        if (now.isBefore(pausedUntil)) {
            throw new NotQueuedException("the broker did not take signs a moment ago");
        }
        try {
            commands.send(new Heartbeat(Heartbeat.VERSION, id, user, now, sign.grant(), sign.visible(), sign.word()));
        } catch (NotQueuedException e) {
            pausedUntil = clock.instant().plus(PAUSE);
            throw e;
        }
        log.atDebug()
                .addKeyValue("sandboxId", id)
                .addKeyValue("sign", sign.word())
                .log("💓 [HEARTBEAT] sent");
    }

    /** The status of a preview was read, which for some clients is the only sign that they send, at a pace of their own. */
    public void tryRead(SandboxId id, UserId user) {
        trySend(id, user, () -> new Sign("status", grants.reading(liveness.readsEvery(id)), true));
    }

    /** The same, where nothing depends on it and nobody waits for it. */
    public void trySend(SandboxId id, UserId user, Sign sign) {
        trySend(id, user, () -> sign);
    }

    private void trySend(SandboxId id, UserId user, Supplier<Sign> sign) {
        Thread.startVirtualThread(() -> {
            try {
                send(id, user, sign.get());
            } catch (NotQueuedException | DataAccessException e) {
                log.atDebug()
                        .addKeyValue("sandboxId", id)
                        .addKeyValue("cause", e.getMessage())
                        .log("💓 [HEARTBEAT] lost; the next one makes up for it");
            }
        });
    }
}
