package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.Census;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Census} in Redis: a script for each partition, none of which looks at a record. */
public final class RedisCensus implements Census {
    private final StringRedisTemplate redis;

    public RedisCensus(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public Count take(Instant idleAt) {
        return Partition.all().stream()
                .map(partition -> Scripts.call(redis, Scripts.CENSUS, partition, List.of(idleAt.toEpochMilli())))
                .map(RedisCensus::read)
                .reduce(RedisCensus::sum)
                .orElseThrow();
    }

    private static Count read(List<?> answer) {
        return new Count(
                byStatus((List<?>) answer.getFirst()),
                Long.parseLong(Answers.text(answer, 1)),
                Long.parseLong(Answers.text(answer, 2)),
                Answers.timeIfAny(answer, 3),
                Answers.timeIfAny(answer, 4));
    }

    private static Map<Status, Long> byStatus(List<?> flat) {
        var counts = new EnumMap<Status, Long>(Status.class);
        for (int i = 0; i < flat.size(); i += 2) {
            counts.put(Status.of(Answers.text(flat, i)), Math.max(0, Long.parseLong(Answers.text(flat, i + 1))));
        }
        return counts;
    }

    private static Count sum(Count one, Count other) {
        var counts = new EnumMap<Status, Long>(Status.class);
        counts.putAll(one.byStatus());
        other.byStatus().forEach((status, count) -> counts.merge(status, count, Long::sum));
        return new Count(
                counts,
                one.live() + other.live(),
                one.idle() + other.idle(),
                earlier(one.oldestRunning(), other.oldestRunning()),
                earlier(one.oldestEnded(), other.oldestEnded()));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        BinaryOperator<Instant> earlier = (a, b) -> a.isBefore(b) ? a : b;
        return one.isEmpty()
                ? other
                : Optional.of(other.map(b -> earlier.apply(one.get(), b)).orElse(one.get()));
    }
}
