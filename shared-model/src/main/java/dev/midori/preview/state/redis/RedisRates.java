package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Rates;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Rates} in Redis: one small key per user, which goes by itself. */
public final class RedisRates implements Rates {
    private final StringRedisTemplate redis;

    public RedisRates(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public Duration take(UserId user, Kind kind, int perMinute) {
        return Duration.ofMillis(
                Scripts.call(redis, Scripts.RATE, Partition.of(user), List.of(name(kind), user, perMinute)));
    }

    private static String name(Kind kind) {
        return switch (kind) {
            case CHANGE -> "rate";
            case STOP -> "rate-stop";
        };
    }
}
