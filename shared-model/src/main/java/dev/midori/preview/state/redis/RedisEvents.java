package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.Events;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Events} in a stream of Redis. */
public final class RedisEvents implements Events {
    private final StringRedisTemplate redis;

    public RedisEvents(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public List<Event> after(SandboxId id, String position, int most) {
        var range = Range.of(Range.Bound.exclusive(position), Range.Bound.<String>unbounded());
        var events = redis.<String, String>opsForStream()
                .range(Keys.events(id), range, Limit.limit().count(most));
        return Objects.requireNonNullElse(events, List.<MapRecord<String, String, String>>of()).stream()
                .map(event -> new Event(
                        event.getId().getValue(), event.getValue().getOrDefault("kind", ""), event.getValue()))
                .toList();
    }

    @Override
    public Optional<String> log(SandboxId id, Step step) {
        return Optional.ofNullable(redis.opsForValue().get(Keys.log(id, step)));
    }
}
