package dev.midori.preview.state.redis;

import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.state.CleanupSwitch;
import dev.midori.preview.state.Knowledge;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link CleanupSwitch} and {@link Knowledge} in Redis, each a key of its own. */
public final class RedisCleanupSwitch implements CleanupSwitch, Knowledge {
    private static final String OFF = "off";
    private static final String DONE = "done:";
    private static final String BEGUN = "begun:";
    private static final String BRAKE = Keys.CLEANUP + ":brake";

    private final StringRedisTemplate redis;
    private final CleanupSettings settings;
    private final InstantSource clock;

    public RedisCleanupSwitch(StringRedisTemplate redis, CleanupSettings settings, InstantSource clock) {
        this.redis = redis;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean isOn() {
        return !redis.opsForHash().hasKey(Keys.CLEANUP, OFF);
    }

    @Override
    public void turn(boolean on) {
        if (on) {
            redis.opsForHash().delete(Keys.CLEANUP, OFF);
        } else {
            redis.opsForHash().put(Keys.CLEANUP, OFF, now());
        }
    }

    @Override
    public void done(String job) {
        redis.opsForHash().put(Keys.CLEANUP, DONE + job, now());
    }

    @Override
    public Map<String, Instant> lastDone() {
        var done = new HashMap<String, Instant>();
        redis.<String, String>opsForHash().entries(Keys.CLEANUP).forEach((field, millis) -> {
            if (field.startsWith(DONE)) {
                done.put(field.substring(DONE.length()), time(millis));
            }
        });
        return done;
    }

    /** Until the second sweep from now should have been: a brake of long ago says nothing. */
    @Override
    public void brake(Instant through) {
        redis.opsForValue()
                .set(
                        BRAKE,
                        Long.toString(through.toEpochMilli()),
                        settings.idleInterval().multipliedBy(3));
    }

    @Override
    public Optional<Instant> braked() {
        return Optional.ofNullable(redis.opsForValue().get(BRAKE)).map(RedisCleanupSwitch::time);
    }

    @Override
    public void release() {
        redis.delete(BRAKE);
    }

    @Override
    public boolean isComplete() {
        var known = redis.opsForValue().get(Keys.KNOWN);
        return known != null && isTime(known);
    }

    @Override
    public String begin() {
        return Scripts.call(redis, Scripts.COMPARING, Keys.KNOWN, List.of(BEGUN + UUID.randomUUID(), BEGUN));
    }

    @Override
    public boolean completed(String mark) {
        return Scripts.call(redis, Scripts.COMPARED, Keys.KNOWN, List.of(mark, now())) == 1;
    }

    private static boolean isTime(String known) {
        return !known.startsWith(BEGUN);
    }

    private String now() {
        return Long.toString(clock.instant().toEpochMilli());
    }

    private static Instant time(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
