package dev.midori.preview.state.redis;

import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Endings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Endings} in Redis. */
public final class RedisEndings implements Endings {
    private static final String WHICHEVER = "*";

    private final StringRedisTemplate redis;
    private final Duration keepEnded;
    private final Duration creation;
    private final Today today;

    public RedisEndings(
            StringRedisTemplate redis,
            CleanupSettings cleanup,
            PreviewTimeouts timeouts,
            PreviewLimits limits,
            InstantSource clock) {
        this.redis = redis;
        this.keepEnded = cleanup.endedAfter();
        this.creation = timeouts.sandboxCreation();
        this.today = new Today(clock, limits.dayZone());
    }

    @Override
    public Stop stop(SandboxId id, UserId user, EndReason reason) {
        return stop(id, user, reason, WHICHEVER, "");
    }

    @Override
    public Stop stop(StopSandbox order) {
        return stop(
                order.sandboxId(),
                order.userId(),
                order.reason(),
                Objects.requireNonNullElse(order.replayId(), ""),
                Objects.requireNonNullElse(order.daytonaId(), ""));
    }

    private Stop stop(SandboxId id, UserId user, EndReason reason, String run, String daytonaId) {
        var arguments = new ArrayList<Object>(List.of(id, user, reason.word(), keepEnded.toMillis(), run, daytonaId));
        arguments.addAll(today.arguments());
        var answer = Scripts.call(redis, Scripts.STOP, id.partition(), arguments);
        return switch (Answers.text(answer, 0)) {
            case "STOPPING" -> new Stop.Begun(Answers.order((List<?>) answer.get(1)));
            case "ENDED" -> new Stop.Ended();
            case "HANDED_OVER" -> new Stop.HandedOver(Answers.text(answer, 1));
            case "OUTLIVED" -> new Stop.Outlived();
            case "UNKNOWN" -> new Stop.Unknown();
            default -> throw new IllegalStateException("stop.lua answered " + answer);
        };
    }

    @Override
    public boolean gone(SandboxId id, boolean wasThere) {
        var arguments = List.of(id, keepEnded.toMillis(), creation.toMillis(), wasThere ? 1 : 0);
        return Scripts.call(redis, Scripts.GONE, id.partition(), arguments).equals("OK");
    }
}
