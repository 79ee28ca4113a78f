package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.state.Sandboxes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Sandboxes} in Redis. */
public final class RedisSandboxes implements Sandboxes {
    private final StringRedisTemplate redis;

    public RedisSandboxes(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public Optional<Sandbox> find(SandboxId id) {
        Map<String, String> fields = redis.<String, String>opsForHash().entries(Keys.sandbox(id));
        return fields.isEmpty() ? Optional.empty() : Optional.of(new SandboxRecord(fields).read(id));
    }

    @Override
    public List<String> recentLog(SandboxId id, int most) {
        var events = redis.<String, String>opsForStream()
                .reverseRange(Keys.events(id), Range.unbounded(), Limit.limit().count(most));
        return Objects.requireNonNullElse(events, List.<MapRecord<String, String, String>>of()).reversed().stream()
                .map(event -> event.getValue().get("line"))
                .filter(Objects::nonNull)
                .toList();
    }
}
