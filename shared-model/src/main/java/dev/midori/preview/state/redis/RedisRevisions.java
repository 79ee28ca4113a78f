package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Revisions;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Revisions} in Redis. */
public final class RedisRevisions implements Revisions {
    private final StringRedisTemplate redis;

    public RedisRevisions(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public OptionalLong next(SandboxId id, UserId user) {
        var revision = Scripts.call(redis, Scripts.REVISE, id.partition(), List.of(id, user));
        return revision > 0 ? OptionalLong.of(revision) : OptionalLong.empty();
    }
}
