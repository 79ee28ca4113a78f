package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.sandbox.SandboxId;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Why a user may not have another preview now, and when that will be different. */
@Component
class NoRoom {
    private final PreviewLimits limits;
    private final PreviewTimeouts timeouts;
    private final Clock clock;

    NoRoom(PreviewLimits limits, PreviewTimeouts timeouts, Clock clock) {
        this.limits = limits;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /**
     * Another project's sandbox has the last slot.
     *
     * @param goneIn when it gives way, if its page shows no sign from now on; empty where that can't be said
     */
    Problem limit(SandboxId live, Optional<Duration> goneIn) {
        return Problem.of(Reason.PREVIEWS_AT_ONCE, limits.maxConcurrentSandboxes())
                .with("sandboxId", live)
                .retryAfter(goneIn.orElse(timeouts.statusPolling()));
    }

    /** The day's running time is used up. */
    Problem quota() {
        var zone = limits.dayZone();
        var reset = LocalDate.ofInstant(clock.instant(), zone).plusDays(1).atStartOfDay(zone);
        return Problem.of(Reason.MINUTES_USED_UP, limits.maxUsagePerDay().toMinutes())
                .with("resetAt", DateTimeFormatter.ISO_INSTANT.format(reset.toInstant()))
                .retryAfter(Duration.between(clock.instant(), reset.toInstant()));
    }
}
