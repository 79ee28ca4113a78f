package dev.midori.preview.provision.stop;

import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.Deletion;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.job.Outcome;
import dev.midori.preview.state.Endings;
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
    private final Clock clock;
    private final Duration poll;

    Stopper(Daytona daytona, Endings endings, WorkerSettings settings, Clock clock) {
        this.daytona = daytona;
        this.endings = endings;
        this.clock = clock;
        this.poll = settings.poll();
    }

    /** Acts from the message alone, so that it also removes what state has forgotten. */
    public Outcome stop(StopSandbox command) {
        try {
            endings.stop(command.sandboxId(), command.userId(), command.reason());
            var name = Optional.ofNullable(command.daytonaId())
                    .orElse(command.sandboxId().value());
            if (isGone(name) && endings.gone(command.sandboxId())) {
                log.atInfo()
                        .addKeyValue("sandboxId", command.sandboxId())
                        .addKeyValue("reason", command.reason().word())
                        .log("🗑️ sandbox deleted");
            }
            return new Outcome.Done();
        } catch (DaytonaException.Throttled e) {
            return new Outcome.TryAgain("DELETE_THROTTLED", Optional.of(e.retryAfter()));
        } catch (DaytonaException.Unavailable e) {
            return new Outcome.TryAgain("DELETE_FAILED", Optional.empty());
        } catch (DataAccessException e) {
            return new Outcome.Wait("state can't be reached");
        }
    }

    private boolean isGone(String name) {
        var deadline = clock.instant().plus(PATIENCE);
        while (!isGoneNow(name)) {
            if (!clock.instant().isBefore(deadline) || !pause()) {
                return false;
            }
        }
        return true;
    }

    /** Daytona refuses a delete while the sandbox is being created or stopped: asked again until it doesn't. */
    private boolean isGoneNow(String name) {
        return daytona.delete(name) == Deletion.GONE;
    }

    private boolean pause() {
        try {
            Thread.sleep(poll);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
