package dev.midori.preview.reaper.sweep;

import dev.midori.preview.messaging.Commands;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.state.StopOrder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Publishes stop orders at a limited rate. One that can't be published is found again by the due sweep. */
@Component
public class Stops {
    private static final Logger log = LoggerFactory.getLogger(Stops.class);

    private final Commands commands;
    private final Pace pace;
    private final Clock clock;
    private final MeterRegistry meters;

    Stops(Commands commands, Pace pace, Clock clock, MeterRegistry meters) {
        this.commands = commands;
        this.pace = pace;
        this.clock = clock;
        this.meters = meters;
    }

    /** What one sweep publishes. */
    public Publishing begin() {
        return new Publishing();
    }

    /** After its first failure it tries no more: each try may take seconds, and the order is safe in Redis. */
    public final class Publishing {
        private int published;
        private int failed;

        /** Returns when each was tried, or is left to the due sweep. */
        public void publish(List<StopOrder> orders) {
            orders.forEach(this::publish);
        }

        private Publishing() {}

        private void publish(StopOrder order) {
            boolean done = failed == 0 && attempt(order);
            published += done ? 1 : 0;
            failed += done ? 0 : 1;
            meters.counter("preview.stops", "reason", order.reason().word(), "outcome", done ? "published" : "failed")
                    .increment();
        }

        /** How many the broker has. */
        public int published() {
            return published;
        }

        /** How many it has not. */
        public int failed() {
            return failed;
        }
    }

    private boolean attempt(StopOrder order) {
        try {
            pace.await();
            commands.publish(order.toCommand(clock.instant()));
            log.atInfo()
                    .addKeyValue("sandboxId", order.id())
                    .addKeyValue("endedBecause", order.reason().word())
                    .addKeyValue("aliveBecause", Objects.requireNonNullElse(order.aliveBecause(), ""))
                    .log("🗑️ sandbox is being removed");
            return true;
        } catch (NotQueuedException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", order.id())
                    .addKeyValue("cause", e.getMessage())
                    .log("🗑️ stop could not be queued; the due sweep publishes it again");
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
