package dev.midori.preview.state.redis;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.HeartbeatSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.state.Canary.Judgement.Sound;
import dev.midori.preview.state.Due;
import dev.midori.preview.state.Liveness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Liveness} and {@link Due} in Redis. */
public final class RedisLiveness implements Liveness, Due {
    /** Reads that come faster than this are polling, and tell nothing of how often a client beats. */
    private static final Duration SLOWEST_POLLING = Duration.ofSeconds(30);

    private final StringRedisTemplate redis;
    private final PreviewLimits limits;
    private final PreviewTimeouts timeouts;
    private final CleanupSettings cleanup;
    private final HeartbeatSettings heartbeats;
    private final Today today;

    public RedisLiveness(
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
    public int apply(Partition partition, List<Heartbeat> signs) {
        var arguments = new ArrayList<Object>();
        arguments.add(heartbeats.hiddenLimit().toMillis());
        arguments.add(SLOWEST_POLLING.toMillis());
        for (var sign : signs) {
            arguments.addAll(List.of(
                    sign.sandboxId(), sign.userId(), sign.aliveFor().toMillis(), sign.visible() ? 1 : 0, sign.sign()));
        }
        return Math.toIntExact(Scripts.call(redis, Scripts.HEARTBEATS, partition, arguments));
    }

    @Override
    public Optional<Duration> readsEvery(SandboxId id) {
        return Optional.ofNullable(redis.<String, String>opsForHash().get(Keys.sandbox(id), "readsEvery"))
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)));
    }

    @Override
    public Claims claimIdle(Partition partition, Sound judgement, Instant notAfter, int skip, int most) {
        var arguments = new ArrayList<Object>(List.of(
                most,
                skip,
                judgement.through().toEpochMilli(),
                judgement.term().toMillis(),
                notAfter.toEpochMilli(),
                cleanup.endedAfter().toMillis()));
        arguments.addAll(today.arguments());
        return Answers.claims(Scripts.call(redis, Scripts.IDLE, partition, arguments));
    }

    @Override
    public Claims claimExpired(Partition partition, Duration age, int skip, int most) {
        var arguments = new ArrayList<Object>(
                List.of(most, skip, age.toMillis(), cleanup.endedAfter().toMillis()));
        arguments.addAll(today.arguments());
        return Answers.claims(Scripts.call(redis, Scripts.EXPIRED, partition, arguments));
    }

    @Override
    public Looked look(Partition partition, int most) {
        var arguments = new ArrayList<Object>(List.of(
                most,
                timeouts.total().toMillis(),
                cleanup.endedAfter().toMillis(),
                limits.maxUsagePerDay().toSeconds()));
        arguments.addAll(today.arguments());
        var answer = Scripts.call(redis, Scripts.DUE, partition, arguments);
        var late = ((List<?>) answer.get(4))
                .stream()
                        .map(List.class::cast)
                        .map(one -> new Late(Answers.id(one, 0), Answers.text(one, 1)))
                        .toList();
        return new Looked(Answers.claims(answer), late);
    }

    @Override
    public int forget(Partition partition, int most) {
        var arguments = List.of(cleanup.endedAfter().toMillis(), most);
        return Math.toIntExact(Scripts.call(redis, Scripts.FORGET, partition, arguments));
    }
}
