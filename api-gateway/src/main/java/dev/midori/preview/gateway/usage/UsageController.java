package dev.midori.preview.gateway.usage;

import dev.midori.preview.gateway.body.SmallBody;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.state.Usage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/preview/usage}: the caller's day. The server measures it; what clients say about it is not believed. */
@RestController
class UsageController {
    private final Usage usage;
    private final PreviewLimits limits;
    private final Clock clock;

    UsageController(Usage usage, PreviewLimits limits, Clock clock) {
        this.usage = usage;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Seconds, but for what says minutes or percent.
     *
     * @param usageThisWeek seconds of the last seven days, oldest first; the last one is today
     * @param resetAt       when the next day begins in the zone that days are counted in
     */
    @Schema(name = "Usage")
    record Answer(
            long usageToday,
            long maxUsagePerDay,
            long usageTodayMinutes,
            long maxUsagePerDayMinutes,
            double usagePercent,
            long remainingSeconds,
            List<Long> usageThisWeek,
            long totalSandboxesCreated,
            int currentRunningSandboxes,
            String resetAt) {}

    @Schema(name = "UsageNoted")
    record Noted(boolean ok) {}

    @Operation(summary = "The caller's day")
    @GetMapping("/api/preview/usage")
    Answer usage(Caller caller) {
        var account = usage.of(caller.user());
        var used = account.today().toSeconds();
        var most = limits.maxUsagePerDay().toSeconds();
        return new Answer(
                used,
                most,
                used / 60,
                most / 60,
                Math.min(100, Math.round(1000.0 * used / most) / 10.0),
                Math.max(0, most - used),
                account.days().stream().map(Duration::toSeconds).toList(),
                account.created(),
                account.running(),
                DateTimeFormatter.ISO_INSTANT.format(LocalDate.ofInstant(clock.instant(), limits.dayZone())
                        .plusDays(1)
                        .atStartOfDay(limits.dayZone())
                        .toInstant()));
    }

    @Operation(summary = "Kept for older frontends: read, and not believed")
    @PostMapping("/api/preview/usage")
    Noted note(Caller caller, HttpServletRequest request) throws IOException {
        SmallBody.of(request);
        return new Noted(true);
    }
}
