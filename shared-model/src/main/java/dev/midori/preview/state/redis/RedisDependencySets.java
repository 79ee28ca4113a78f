package dev.midori.preview.state.redis;

import dev.midori.preview.limits.DependencySettings;
import dev.midori.preview.state.DependencySets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link DependencySets} in Redis, in a slot of their own: there are few of them, and their bounds are common to all. */
public final class RedisDependencySets implements DependencySets {
    /** Longer than any call to Daytona takes between two renewals. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration FIRST_WAIT = Duration.ofMinutes(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final StringRedisTemplate redis;
    private final DependencySettings settings;
    private final long kept;

    public RedisDependencySets(StringRedisTemplate redis, DependencySettings settings) {
        this.redis = redis;
        this.settings = settings;
        this.kept = settings.maxAge().plus(LONGEST_WAIT).toMillis();
    }

    @Override
    public Answer ask(String set) {
        var answer = Scripts.call(redis, Scripts.DEPENDENCIES_ASK, Keys.DEPENDENCIES, List.of(set, maxAge(), kept));
        return switch (Answers.text(answer, 0)) {
            case "READY" -> new Answer.Ready(Answers.text(answer, 1));
            case "WANTED" -> new Answer.Wanted(Answers.number(answer, 1));
            case "LATER" -> new Answer.Later();
            default -> throw new IllegalStateException("dependencies_ask.lua answered " + answer);
        };
    }

    @Override
    public Optional<Building> begin(String set, String names) {
        var arguments = List.of(set, names, LEASE.toMillis(), maxAge(), kept);
        var answer = Scripts.call(redis, Scripts.DEPENDENCIES_BEGIN, Keys.DEPENDENCIES, arguments);
        return answer.isEmpty()
                ? Optional.empty()
                : Optional.of(new Building(set, Long.parseLong(Answers.text(answer, 0)), Answers.text(answer, 1)));
    }

    @Override
    public boolean renew(Building building) {
        var arguments = List.of(building.set(), building.epoch(), LEASE.toMillis());
        return Scripts.call(redis, Scripts.DEPENDENCIES_RENEW, Keys.DEPENDENCIES, arguments) == 1;
    }

    @Override
    public Optional<Integer> ready(Building building, long bytes) {
        var arguments = List.of(
                building.set(),
                building.epoch(),
                bytes,
                settings.maxSets(),
                settings.maxBytes().toBytes());
        var answer = Scripts.call(redis, Scripts.DEPENDENCIES_READY, Keys.DEPENDENCIES, arguments);
        return Answers.text(answer, 0).equals("1") ? Optional.of(Answers.number(answer, 1)) : Optional.empty();
    }

    @Override
    public void failed(Building building, boolean certain) {
        var arguments = List.of(
                building.set(),
                building.epoch(),
                FIRST_WAIT.toMillis(),
                LONGEST_WAIT.toMillis(),
                certain ? 1 : 0,
                kept);
        Scripts.call(redis, Scripts.DEPENDENCIES_FAILED, Keys.DEPENDENCIES, arguments);
    }

    @Override
    public void gone(String set, String snapshot) {
        Scripts.call(redis, Scripts.DEPENDENCIES_GONE, Keys.DEPENDENCIES, List.of(set, snapshot));
    }

    @Override
    public int review() {
        return review(maxAge());
    }

    @Override
    public int dropAll() {
        return review(0);
    }

    private int review(long maxAge) {
        return Scripts.call(redis, Scripts.DEPENDENCIES_REVIEW, Keys.DEPENDENCIES, List.of(maxAge))
                .intValue();
    }

    @Override
    public Set<String> condemned() {
        return Objects.requireNonNullElse(redis.opsForSet().members(Keys.DEPENDENCIES + "condemned"), Set.of());
    }

    @Override
    public void removed(String snapshot) {
        redis.opsForSet().remove(Keys.DEPENDENCIES + "condemned", snapshot);
    }

    @Override
    public boolean isKnown(String snapshot) {
        return redis.opsForHash().hasKey(Keys.DEPENDENCIES + "snapshots", snapshot);
    }

    @Override
    public boolean takeTurn(Duration time) {
        return Boolean.TRUE.equals(redis.opsForValue().setIfAbsent(Keys.DEPENDENCIES + "turn", "taken", time));
    }

    private long maxAge() {
        return settings.maxAge().toMillis();
    }
}
