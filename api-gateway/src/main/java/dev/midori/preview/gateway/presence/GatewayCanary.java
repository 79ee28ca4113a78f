package dev.midori.preview.gateway.presence;

import dev.midori.preview.command.GatewayAlive;
import dev.midori.preview.gateway.publish.PromptCommands;
import dev.midori.preview.limits.CanarySettings;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.state.Canary;
import dev.midori.preview.state.SignOfLife;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Says that this gateway lives, in Redis and on the way that heartbeats take: as long as the one is seen, the reapers
 * miss the other, and end no preview while they do. Where heartbeats can't be handed to the broker this gateway is not
 * ready, so that they go to another one.
 */
@Component("beats")
class GatewayCanary extends SignOfLife implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(GatewayCanary.class);

    private final Canary canary;
    private final PromptCommands commands;
    private final CanarySettings settings;
    private final Clock clock;
    private final String gateway = "gateway-" + UUID.randomUUID();
    private volatile Instant lastSent;
    private volatile boolean failing;

    GatewayCanary(Canary canary, PromptCommands commands, CanarySettings settings, Clock clock) {
        this.canary = canary;
        this.commands = commands;
        this.settings = settings;
        this.clock = clock;
        this.lastSent = clock.instant();
    }

    @Scheduled(fixedRateString = "${preview.canary.interval:15s}")
    void sing() {
        whileHere(this::singOnce);
    }

    private void singOnce() {
        try {
            commands.send(new GatewayAlive(GatewayAlive.VERSION, gateway, canary.seen(gateway)));
            lastSent = clock.instant();
            if (failing) {
                failing = false;
                log.atInfo().log("💓 [HEARTBEAT] heartbeats reach the broker again");
            }
        } catch (NotQueuedException | DataAccessException e) {
            failing = true;
            log.atWarn()
                    .addKeyValue("cause", String.valueOf(e.getMessage()))
                    .log("💓 [HEARTBEAT] heartbeats can't be handed on; no preview ends for that");
        }
    }

    @Override
    public Health health() {
        var silent = Duration.between(lastSent, clock.instant());
        var well = !failing && silent.compareTo(settings.interval().plus(settings.maxGap())) < 0;
        return (well ? Health.up() : Health.outOfService()).build();
    }

    @Override
    protected void leave() {
        canary.left(gateway);
    }
}
