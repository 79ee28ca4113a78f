package dev.midori.preview.state.redis;

import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.PoolClaims;
import dev.midori.preview.state.PoolSlots;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link PoolSlots} and {@link PoolClaims} in Redis: a slot lives in its own partition, as any user does. */
public final class RedisPool implements PoolSlots, PoolClaims {
    private final StringRedisTemplate redis;
    private final PoolSettings settings;
    private final Duration keepEnded;

    public RedisPool(StringRedisTemplate redis, PoolSettings settings, CleanupSettings cleanup) {
        this.redis = redis;
        this.settings = settings;
        this.keepEnded = cleanup.endedAfter();
    }

    @Override
    public Set<PoolSlot> known() {
        return Objects.requireNonNullElse(redis.opsForSet().members(Keys.POOL_SLOTS), Set.<String>of()).stream()
                .flatMap(user -> PoolSlot.of(new UserId(user)).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public Contents look(PoolSlot slot) {
        var user = slot.owner().user();
        var answer = Scripts.call(redis, Scripts.POOL_LOOK, Partition.of(user), List.of(user));
        var held = ((List<?>) answer.getFirst())
                .stream().map(List.class::cast).map(RedisPool::held).toList();
        var failedAt = Answers.timeIfAny(answer, 2);
        var failures = failedAt.isEmpty()
                ? new Failures(0, Answers.time(answer, 5), "")
                : new Failures(Answers.number(answer, 1), failedAt.get(), Answers.text(answer, 3));
        return new Contents(held, failures, Answers.timeIfAny(answer, 4), Answers.time(answer, 5));
    }

    private static Held held(List<?> one) {
        return new Held(Answers.id(one, 0), Status.of(Answers.text(one, 1)), Answers.text(one, 2));
    }

    @Override
    public boolean reserve(PoolSlot slot, SandboxId id, String contentHash, Duration maxAge) {
        var owner = slot.owner();
        redis.opsForSet().add(Keys.POOL_SLOTS, owner.user().value());
        var arguments = List.of(id, owner.user(), owner.project(), contentHash, maxAge.toMillis());
        return Scripts.call(redis, Scripts.POOL_FILL, id.partition(), arguments) == 1;
    }

    @Override
    public void forget(PoolSlot slot) {
        redis.opsForSet().remove(Keys.POOL_SLOTS, slot.owner().user().value());
    }

    @Override
    public Optional<SandboxId> find(PoolSlot slot, String contentHash) {
        var user = slot.owner().user();
        var arguments = List.of(user, contentHash, settings.leastLifeLeft().toMillis());
        return SandboxId.parse(Scripts.call(redis, Scripts.POOL_FIND, Partition.of(user), arguments));
    }

    @Override
    public Optional<HandedOver> take(SandboxId waiting, SandboxId by, String contentHash) {
        var arguments =
                List.of(waiting, by, contentHash, settings.leastLifeLeft().toMillis(), keepEnded.toMillis());
        var answer = Scripts.call(redis, Scripts.HAND_OVER, waiting.partition(), arguments);
        return answer.isEmpty()
                ? Optional.empty()
                : Optional.of(new HandedOver(
                        Answers.text(answer, 0),
                        Answers.time(answer, 1),
                        Answers.text(answer, 2),
                        Answers.text(answer, 3)));
    }

    @Override
    public Optional<String> renounce(SandboxId waiting, SandboxId by) {
        var daytonaId = Scripts.call(redis, Scripts.POOL_RENOUNCE, waiting.partition(), List.of(waiting, by));
        return Optional.of(daytonaId).filter(id -> !id.isEmpty());
    }
}
