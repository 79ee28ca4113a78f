package dev.midori.preview.state.redis;

import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.HeartbeatSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.state.Reservations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Reservations} in Redis. */
public final class RedisReservations implements Reservations {
    private final StringRedisTemplate redis;
    private final PreviewLimits limits;
    private final PreviewTimeouts timeouts;
    private final CleanupSettings cleanup;
    private final HeartbeatSettings heartbeats;
    private final Today today;

    public RedisReservations(
            StringRedisTemplate redis,
            PreviewLimits limits,
            PreviewTimeouts timeouts,
            CleanupSettings cleanup,
            HeartbeatSettings heartbeats,
            InstantSource clock) {
        this.redis = redis;
        this.limits = limits;
        this.timeouts = timeouts;
        this.cleanup = cleanup;
        this.heartbeats = heartbeats;
        this.today = new Today(clock, limits.dayZone());
    }

    @Override
    public Reservation reserve(Wish wish) {
        var arguments = new ArrayList<Object>(List.of(
                wish.id(),
                wish.owner().user(),
                wish.owner().project(),
                wish.contentHash(),
                wish.firstGrant().toMillis(),
                limits.maxConcurrentSandboxes(),
                limits.whenExceeded().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                wish.replace() ? 1 : 0,
                heartbeats.goneAfter().toMillis(),
                limits.maxUsagePerDay().toSeconds(),
                cleanup.endedAfter().toMillis(),
                wish.force() ? 1 : 0));
        arguments.addAll(today.arguments());
        arguments.add(cleanup.goneWhenUntold().toMillis());
        return read(Scripts.call(redis, Scripts.RESERVE, wish.id().partition(), arguments));
    }

    private static Reservation read(List<?> answer) {
        return switch (Answers.text(answer, 0)) {
            case "RESERVED" ->
                new Reservation.Reserved(Answers.id(answer, 1), Answers.orders(answer.subList(2, answer.size())));
            case "JOINED" -> new Reservation.Joined(Answers.id(answer, 1), Answers.revision(answer, 2));
            case "REVISED" -> new Reservation.Revised(Answers.id(answer, 1), Answers.revision(answer, 2));
            case "FAILED" -> new Reservation.FailedBefore(Answers.id(answer, 1), Answers.number(answer, 2));
            case "LIMIT" -> new Reservation.LimitReached(Answers.id(answer, 1), goneIn(answer));
            case "QUOTA" -> new Reservation.QuotaUsedUp(Duration.ofSeconds(Long.parseLong(Answers.text(answer, 1))));
            default -> throw new IllegalStateException("reserve.lua answered " + answer);
        };
    }

    private static Optional<Duration> goneIn(List<?> answer) {
        return Optional.of(Answers.text(answer, 2))
                .filter(millis -> !millis.isEmpty())
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)));
    }

    @Override
    public boolean confirm(SandboxId id, long revision) {
        var arguments = List.of(id, timeouts.total().toMillis(), revision);
        return Scripts.call(redis, Scripts.CONFIRM, id.partition(), arguments) == 1;
    }

    @Override
    public void abandon(SandboxId id, long revision) {
        var arguments = List.of(
                id,
                revision,
                cleanup.endedAfter().toMillis(),
                "The preview could not be queued.",
                "Try again in a moment.");
        Scripts.call(redis, Scripts.ABANDON, id.partition(), arguments);
    }
}
