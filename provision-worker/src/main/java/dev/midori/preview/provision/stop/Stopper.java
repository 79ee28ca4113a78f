package dev.midori.preview.provision.stop;

import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.Deletion;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.job.Attempt;
import dev.midori.preview.provision.job.Departure;
import dev.midori.preview.provision.job.Handover;
import dev.midori.preview.provision.job.Outage;
import dev.midori.preview.provision.job.Outcome;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.state.Endings;
import dev.midori.preview.state.Endings.Stop;
import dev.midori.preview.state.PoolClaims;
import dev.midori.preview.state.StopOrder;
import dev.midori.preview.state.UnreadableStateException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Deletes a sandbox and says so once Daytona has confirmed it. Safe to be told any number of times. What can't be
 * confirmed within a while is left to the due sweep, which publishes the stop again.
 */
@Component
public class Stopper {
    private static final Logger log = LoggerFactory.getLogger(Stopper.class);

    /** Below the due sweep's next look at a sandbox that is stopping. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final Daytona daytona;
    private final Endings endings;
    private final PoolClaims pool;
    private final Outage outage;
    private final Departure departure;
    private final Clock clock;
    private final WorkerSettings settings;
    private final MeterRegistry meters;

    Stopper(
            Daytona daytona,
            Endings endings,
            PoolClaims pool,
            Outage outage,
            Departure departure,
            WorkerSettings settings,
            Clock clock,
            MeterRegistry meters) {
        this.daytona = daytona;
        this.endings = endings;
        this.pool = pool;
        this.outage = outage;
        this.departure = departure;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
    }

    /** Acts from the message alone, so that it also removes what state has forgotten. */
    public Outcome stop(StopSandbox command, Attempt attempt) {
        try {
            var stop = endings.stop(command);
            return carryOut(stop, command, attempt);
        } catch (UnreadableStateException e) {
            throw e;
        } catch (DataAccessException e) {
            return new Outcome.Wait("state can't be reached");
        }
    }

    private Outcome carryOut(Stop stop, StopSandbox command, Attempt attempt) {
        try {
            remove(stop, command);
            return new Outcome.Done();
        } catch (Handover _) {
            return new Outcome.HandOver();
        } catch (DaytonaException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", command.sandboxId())
                    .setCause(e)
                    .log("sandbox could not be deleted; tried again");
            var asked = e instanceof DaytonaException.Throttled throttled
                    ? Optional.of(throttled.retryAfter())
                    : Optional.<Duration>empty();
            return tryAgain(stop, attempt, asked);
        }
    }

    /** What state knows of is published again by the due sweep, without end; what it doesn't is for somebody to look at. */
    private Outcome tryAgain(Stop stop, Attempt attempt, Optional<Duration> asked) {
        if (outage.isOn()) {
            return new Outcome.Wait("Daytona is down");
        }
        if (attempt.number() < settings.attempts()) {
            return new Outcome.TryAgain("DELETE_FAILED", asked);
        }
        return stop instanceof Stop.Unknown ? new Outcome.GiveUp("DELETE_FAILED") : new Outcome.Done();
    }

    private void remove(Stop stop, StopSandbox command) {
        switch (stop) {
            // Another sandbox has the name by now; only Daytona's own id still means the one of the former run.
            case Stop.Outlived _ -> Optional.ofNullable(command.daytonaId()).ifPresent(daytona::delete);
            case Stop.HandedOver(var daytonaId) -> removeUnlessSomebodyElses(command, daytonaId);
            case Stop.Begun(var order) -> removeAll(stop, command, order);
            case Stop.Ended _, Stop.Unknown _ -> remove(stop, command, Optional.ofNullable(command.daytonaId()));
        }
    }

    /** The sandbox that the job has out of the warm pool goes by another name there than the job's own. */
    private void removeAll(Stop stop, StopSandbox command, StopOrder order) {
        var daytonaId = Optional.ofNullable(command.daytonaId()).or(() -> Optional.ofNullable(order.daytonaId()));
        var donor = order.poolDonor();
        if (daytonaId.isPresent() || donor == null) {
            remove(stop, command, daytonaId);
            return;
        }
        pool.renounce(donor, command.sandboxId())
                .ifPresentOrElse(
                        taken -> remove(stop, command, Optional.of(taken)),
                        // None was made for it, and none will be: it meant to have one that it can't get any more.
                        () -> endings.gone(command.sandboxId(), true));
    }

    /** What waited in a slot may have become a person's without this order's knowing. */
    private void removeUnlessSomebodyElses(StopSandbox command, String daytonaId) {
        if (isStill(command, daytonaId)) {
            removal(daytonaId);
        }
    }

    private boolean isStill(StopSandbox command, String idOrName) {
        return daytona.find(idOrName)
                .flatMap(there -> SandboxLabels.read(there.labels()))
                .filter(labels -> !labels.id().equals(command.sandboxId()))
                .isEmpty();
    }

    private void remove(Stop stop, StopSandbox command, Optional<String> daytonaId) {
        var idOrName = daytonaId.orElse(command.sandboxId().value());
        if (PoolSlot.isReserved(command.userId()) && !isStill(command, idOrName)) {
            endings.gone(command.sandboxId(), true);
            return;
        }
        var removal = removal(idOrName);
        if (removal.isGone() && endings.gone(command.sandboxId(), removal.wasThere() || daytonaId.isPresent())) {
            log.atInfo()
                    .addKeyValue("sandboxId", command.sandboxId())
                    .addKeyValue("reason", command.reason().word())
                    .log("🗑️ sandbox deleted");
            if (stop instanceof Stop.Begun || removal.wasThere()) {
                countLife(command);
            }
        }
    }

    /** What Daytona was asked for, from its name's making until it was seen to be gone: about what it is paid for. */
    private void countLife(StopSandbox command) {
        var life = Duration.between(command.sandboxId().madeAt(), clock.instant());
        meters.timer("preview.sandbox.life", "reason", command.reason().word())
                .record(life.isNegative() ? Duration.ZERO : life);
    }

    /** Whether Daytona knows it no more, and whether it did before. */
    private record Removal(boolean isGone, boolean wasThere) {}

    /** Daytona refuses a delete while the sandbox is being created or stopped: asked again until it doesn't. */
    private Removal removal(String idOrName) {
        var deadline = clock.instant().plus(PATIENCE);
        var wasThere = false;
        while (daytona.delete(idOrName) != Deletion.GONE) {
            wasThere = true;
            if (!clock.instant().isBefore(deadline)) {
                return new Removal(false, true);
            }
            departure.check();
            pause();
        }
        return new Removal(true, wasThere);
    }

    private void pause() {
        try {
            Thread.sleep(settings.poll());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Handover();
        }
    }
}
