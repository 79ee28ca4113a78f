package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.limits.HeartbeatSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.state.Sandboxes;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.springframework.stereotype.Component;

/** Why a user may not have another preview now, and when that will be different. */
@Component
class NoRoom {
    private final Sandboxes sandboxes;
    private final PreviewLimits limits;
    private final PreviewTimeouts timeouts;
    private final HeartbeatSettings heartbeats;
    private final Clock clock;

    NoRoom(
            Sandboxes sandboxes,
            PreviewLimits limits,
            PreviewTimeouts timeouts,
            HeartbeatSettings heartbeats,
            Clock clock) {
        this.sandboxes = sandboxes;
        this.limits = limits;
        this.timeouts = timeouts;
        this.heartbeats = heartbeats;
        this.clock = clock;
    }

    /** Another project's sandbox has the last slot. */
    Problem limit(SandboxId live) {
        return Problem.of(Reason.PREVIEWS_AT_ONCE, limits.maxConcurrentSandboxes())
                .with("sandboxId", live)
                .retryAfter(sandboxes.find(live).map(this::untilGone).orElse(timeouts.statusPolling()));
    }

    /** A page that shows no sign from now on is gone by then. */
    private Duration untilGone(Sandbox live) {
        if (!(live.state() instanceof SandboxState.Running)) {
            return timeouts.statusPolling();
        }
        return Duration.between(clock.instant(), live.lastHeartbeatAt().plus(heartbeats.goneAfter()));
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
