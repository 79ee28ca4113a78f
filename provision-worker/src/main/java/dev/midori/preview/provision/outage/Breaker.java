package dev.midori.preview.provision.outage;

import dev.midori.preview.provision.job.Outage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Opens when the control API has failed several sandboxes in a row, with no success in between: one that fails alone may
 * have a trouble of its own. Closed again only by somebody who asked Daytona and was answered.
 */
@Component
public class Breaker implements Outage {
    private static final Logger log = LoggerFactory.getLogger(Breaker.class);
    private static final int SANDBOXES = 3;

    private final Clock clock;
    private final Set<String> failed = new HashSet<>();
    private volatile Optional<State> open = Optional.empty();

    Breaker(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        meters.gauge("preview.daytona.outage", this, breaker -> breaker.isOn() ? 1 : 0);
    }

    /** Since when it is open, and what the last failure was. */
    public record State(Instant since, String reason) {}

    @Override
    public boolean isOn() {
        return open.isPresent();
    }

    /** Empty while all is well. */
    public Optional<State> state() {
        return open;
    }

    /** Daytona answered. */
    synchronized void succeeded() {
        failed.clear();
        if (open.isPresent()) {
            open = Optional.empty();
            log.info("Daytona answers again; jobs are taken again");
        }
    }

    /** Daytona did not do its work for this sandbox. */
    synchronized void failed(String sandbox, String reason) {
        failed.add(sandbox);
        if (failed.size() >= SANDBOXES && open.isEmpty()) {
            open = Optional.of(new State(clock.instant(), reason));
            log.atError()
                    .addKeyValue("sandboxes", failed.size())
                    .addKeyValue("reason", reason)
                    .log("Daytona is down; no jobs are taken until it answers again");
        }
    }
}
