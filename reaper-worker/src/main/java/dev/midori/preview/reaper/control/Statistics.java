package dev.midori.preview.reaper.control;

import dev.midori.preview.command.CleanupStats;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.Canary;
import dev.midori.preview.state.Canary.Judgement;
import dev.midori.preview.state.Census;
import dev.midori.preview.state.CleanupSwitch;
import dev.midori.preview.state.Knowledge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How things are, over all replicas: everything is read from the state that they share. */
@Component
class Statistics {
    private final Census census;
    private final Canary canary;
    private final CleanupSwitch cleanup;
    private final Knowledge knowledge;
    private final CleanupSettings settings;
    private final Clock clock;

    Statistics(
            Census census,
            Canary canary,
            CleanupSwitch cleanup,
            Knowledge knowledge,
            CleanupSettings settings,
            Clock clock) {
        this.census = census;
        this.canary = canary;
        this.cleanup = cleanup;
        this.knowledge = knowledge;
        this.settings = settings;
        this.clock = clock;
    }

    CleanupStats take() {
        var now = clock.instant();
        var count = census.take(now);
        var judgement = canary.judge();
        var lastIdle = cleanup.lastDone().get("idle");
        return new CleanupStats(
                Arrays.stream(Status.values())
                        .collect(Collectors.toMap(
                                Status::word, status -> count.byStatus().getOrDefault(status, 0L))),
                cleanup.isOn(),
                count.oldestRunning().map(minutesUntil(now)).orElse(null),
                count.oldestEnded().map(minutesUntil(now)).orElse(null),
                lastIdle == null ? null : lastIdle.toEpochMilli(),
                judgement instanceof Judgement.Sound sound ? sound.lag().toMillis() / 1000.0 : null,
                whyNot(judgement),
                Map.of(
                        "expiredCleanup", settings.expiredInterval().toSeconds(),
                        "idleCleanup", settings.idleInterval().toSeconds(),
                        "stoppedCleanup", settings.endedInterval().toSeconds()));
    }

    private @Nullable String whyNot(Judgement judgement) {
        if (!knowledge.isComplete()) {
            return "state is not complete: Redis has not been compared with Daytona yet";
        }
        return switch (judgement) {
            case Judgement.Unsound(var reason) -> reason;
            case Judgement.Sound sound
            when sound.term().compareTo(settings.idleTimeout()) < 0 ->
                "heartbeats have arrived for %d s without a gap, and %d s are needed"
                        .formatted(
                                sound.term().toSeconds(), settings.idleTimeout().toSeconds());
            case Judgement.Sound _ -> null;
        };
    }

    private static Function<Instant, Long> minutesUntil(Instant now) {
        return time -> Math.max(0, Duration.between(time, now).toMinutes());
    }
}
