package dev.midori.preview.gateway.presence;

import dev.midori.preview.command.GatewayAlive;
import dev.midori.preview.gateway.publish.PromptCommands;
import dev.midori.preview.limits.CanarySettings;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.state.Canary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Says that this gateway lives, in Redis and on the way that heartbeats take: as long as the one is seen, the reapers
 * miss the other, and end no preview while they do. Where heartbeats can't be handed to the broker this gateway is not
 * ready, so that they go to another one.
 */
@Component("beats")
class GatewayCanary implements HealthIndicator, SmartLifecycle {
    /** Requests end before it takes leave, and Redis's connections, which stop at 0, after it. */
    private static final int PHASE = 1;

    private static final Logger log = LoggerFactory.getLogger(GatewayCanary.class);

    private final Canary canary;
    private final PromptCommands commands;
    private final CanarySettings settings;
    private final Clock clock;
    private final String gateway = "gateway-" + UUID.randomUUID();
    private volatile Instant lastSent;
    private volatile boolean failing;
    private volatile boolean running;

    GatewayCanary(Canary canary, PromptCommands commands, CanarySettings settings, Clock clock) {
        this.canary = canary;
        this.commands = commands;
        this.settings = settings;
        this.clock = clock;
        this.lastSent = clock.instant();
    }

    /** Alone, as {@link #stop} is: one that is under way while the gateway goes would have it seen again. */
    @Scheduled(fixedRateString = "${preview.canary.interval:15s}")
    synchronized void sing() {
        if (!running) {
            return;
        }
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
    public void start() {
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public synchronized void stop() {
        running = false;
        try {
            canary.left(gateway);
        } catch (RuntimeException e) {
            log.atDebug().setCause(e).log("💓 [HEARTBEAT] could not take leave; the reapers notice within a minute");
        }
    }
}
