package dev.midori.preview.state.redis;

import java.util.Objects;
import java.util.Properties;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Refuses a Redis that would lose state without saying so: one that evicts, or one that is too old for the scripts. It
 * reads {@code INFO}, which managed services answer where they refuse {@code CONFIG}.
 */
final class RedisFloor implements SmartInitializingSingleton {
    private static final int OLDEST = 7;

    private final StringRedisTemplate redis;

    RedisFloor(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var version = info("server", "redis_version");
        if (Integer.parseInt(version.substring(0, version.indexOf('.'))) < OLDEST) {
            throw new IllegalStateException("Redis %s is too old: 7.0 or newer is needed".formatted(version));
        }
        var policy = info("memory", "maxmemory_policy");
        if (!policy.equals("noeviction")) {
            throw new IllegalStateException(
                    "Redis may evict state (maxmemory-policy %s): set it to noeviction".formatted(policy));
        }
    }

    /** On a cluster each node answers under its own name; all are configured alike. */
    private String info(String section, String property) {
        var info = ask(section);
        return info.stringPropertyNames().stream()
                .filter(name -> name.equals(property) || name.endsWith("." + property))
                .map(info::getProperty)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Redis does not tell its " + property));
    }

    private Properties ask(String section) {
        try {
            return Objects.requireNonNull(redis.execute((RedisCallback<Properties>)
                    connection -> connection.serverCommands().info(section)));
        } catch (DataAccessException e) {
            var cause = NestedExceptionUtils.getMostSpecificCause(e);
            throw new IllegalStateException(
                    "Redis can't be reached: check REDIS_URL and that it runs (%s)".formatted(cause), e);
        }
    }
}
