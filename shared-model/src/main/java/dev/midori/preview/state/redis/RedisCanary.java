package dev.midori.preview.state.redis;

import dev.midori.preview.command.GatewayAlive;
import dev.midori.preview.limits.CanarySettings;
import dev.midori.preview.state.Canary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Canary} in Redis, in a slot of its own. */
public final class RedisCanary implements Canary {
    private final StringRedisTemplate redis;
    private final CanarySettings settings;

    public RedisCanary(StringRedisTemplate redis, CanarySettings settings) {
        this.redis = redis;
        this.settings = settings;
    }

    @Override
    public Instant seen(String gateway) {
        var now = Scripts.call(
                redis,
                Scripts.CANARY_SEEN,
                Keys.CANARY,
                List.of(gateway, settings.maxGap().toMillis()));
        return Instant.ofEpochMilli(Long.parseLong(now));
    }

    @Override
    public void left(String gateway) {
        Scripts.call(
                redis,
                Scripts.CANARY_LEFT,
                Keys.CANARY,
                List.of(gateway, settings.maxGap().toMillis()));
    }

    @Override
    public void arrived(List<GatewayAlive> canaries, boolean disturbed) {
        var arguments = new ArrayList<Object>(
                List.of(settings.maxGap().toMillis(), settings.maxLag().toMillis(), disturbed ? 1 : 0));
        for (var canary : canaries) {
            arguments.addAll(List.of(canary.gateway(), canary.issuedAt().toEpochMilli()));
        }
        Scripts.call(redis, Scripts.CANARY_ARRIVED, Keys.CANARY, arguments);
    }

    @Override
    public Judgement judge() {
        var arguments =
                List.of(settings.maxGap().toMillis(), settings.seenWithin().toMillis());
        var answer = Scripts.call(redis, Scripts.CANARY_JUDGE, Keys.CANARY, arguments);
        return switch (Answers.text(answer, 0)) {
            case "SOUND" ->
                new Judgement.Sound(
                        Answers.time(answer, 1), duration(answer, 2), Answers.time(answer, 3), duration(answer, 4));
            case "UNSOUND" -> new Judgement.Unsound(Answers.text(answer, 1));
            default -> throw new IllegalStateException("canary_judge.lua answered " + answer);
        };
    }

    private static Duration duration(List<?> answer, int at) {
        return Duration.ofMillis(Long.parseLong(Answers.text(answer, at)));
    }
}
