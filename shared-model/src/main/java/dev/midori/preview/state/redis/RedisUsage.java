package dev.midori.preview.state.redis;

import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Usage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Usage} in Redis. */
public final class RedisUsage implements Usage {
    private static final int DAYS = 7;

    private final StringRedisTemplate redis;
    private final Today today;

    public RedisUsage(StringRedisTemplate redis, PreviewLimits limits, InstantSource clock) {
        this.redis = redis;
        this.today = new Today(clock, limits.dayZone());
    }

    @Override
    public Account of(UserId user) {
        var arguments = new ArrayList<Object>(List.of(user));
        arguments.addAll(today.arguments());
        arguments.addAll(today.lastDays(DAYS));
        var answer = Scripts.call(redis, Scripts.USAGE, Partition.of(user), arguments);
        var days = answer.subList(2, answer.size()).stream()
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds.toString())))
                .toList();
        return new Account(days, Answers.number(answer, 0), Long.parseLong(Answers.text(answer, 1)));
    }
}
