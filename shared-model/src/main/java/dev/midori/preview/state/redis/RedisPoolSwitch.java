package dev.midori.preview.state.redis;

import dev.midori.preview.state.PoolSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

/** {@link PoolSwitch} in Redis. */
public final class RedisPoolSwitch implements PoolSwitch {
    /** A few rounds. */
    private static final Duration REPORT_KEPT = Duration.ofMinutes(2);

    private static final String OFF = "off";
    private static final String RESUMED = "resumed";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final StringRedisTemplate redis;

    public RedisPoolSwitch(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public boolean isOn() {
        return !redis.opsForHash().hasKey(Keys.POOL, OFF);
    }

    @Override
    public void turn(boolean on) {
        Scripts.call(redis, Scripts.POOL_TURN, Keys.POOL, List.of(on ? "on" : "off"));
    }

    @Override
    public Optional<Instant> resumedAt() {
        return Optional.ofNullable(redis.<String, String>opsForHash().get(Keys.POOL, RESUMED))
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli);
    }

    @Override
    public void report(List<Standing> templates) {
        redis.opsForValue().set(Keys.POOL_REPORT, JSON.writeValueAsString(templates), REPORT_KEPT);
    }

    @Override
    public List<Standing> reported() {
        return Optional.ofNullable(redis.opsForValue().get(Keys.POOL_REPORT))
                .map(json -> List.of(JSON.readValue(json, Standing[].class)))
                .orElse(List.of());
    }
}
