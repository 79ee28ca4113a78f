package dev.midori.preview.state.redis;

import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Reconciliation;
import dev.midori.preview.state.StopOrder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Reconciliation} in Redis. */
public final class RedisReconciliation implements Reconciliation {
    private final StringRedisTemplate redis;
    private final CleanupSettings cleanup;
    private final PreviewLimits limits;
    private final Today today;

    public RedisReconciliation(
            StringRedisTemplate redis, CleanupSettings cleanup, PreviewLimits limits, InstantSource clock) {
        this.redis = redis;
        this.cleanup = cleanup;
        this.limits = limits;
        this.today = new Today(clock, limits.dayZone());
    }

    @Override
    public Map<SandboxId, Known> lookUp(Partition partition, Collection<SandboxId> ids) {
        var known = new HashMap<SandboxId, Known>();
        for (var answer : Scripts.call(redis, Scripts.LOOK_UP, partition, ids)) {
            var record = (List<?>) answer;
            if (!Answers.text(record, 1).isEmpty()) {
                known.put(Answers.id(record, 0), known(record));
            }
        }
        return known;
    }

    private static Known known(List<?> record) {
        var user = Answers.text(record, 4);
        var reason = Answers.text(record, 5);
        var order = user.isEmpty() || reason.isEmpty()
                ? Optional.<StopOrder>empty()
                : Optional.of(new StopOrder(
                        Answers.id(record, 0),
                        new UserId(user),
                        EndReason.of(reason),
                        Answers.orNull(Answers.text(record, 2)),
                        Answers.orNull(Answers.text(record, 6)),
                        Answers.orNull(Answers.text(record, 7)),
                        SandboxId.parse(Answers.text(record, 9)).orElse(null)));
        return new Known(
                Status.of(Answers.text(record, 1)),
                Answers.text(record, 3).equals("1"),
                order,
                Answers.text(record, 2),
                SandboxId.parse(Answers.text(record, 8)),
                SandboxId.parse(Answers.text(record, 9)),
                Answers.text(record, 10).equals("1"));
    }

    @Override
    public List<Running> running(Partition partition, int from, int most) {
        return Scripts.call(redis, Scripts.RUNNING, partition, List.of(from, most)).stream()
                .map(List.class::cast)
                .map(record -> new Running(Answers.id(record, 0), Answers.text(record, 2)))
                .toList();
    }

    @Override
    public boolean adopt(Found found, Duration grant) {
        var arguments = new ArrayList<Object>(List.of(
                found.id(),
                found.owner().user(),
                found.owner().project(),
                found.daytonaId(),
                found.link().url(),
                found.link().privateUrl(),
                found.link().token(),
                found.createdAt().toEpochMilli(),
                grant.toMillis(),
                limits.maxUsagePerDay().toSeconds()));
        arguments.addAll(today.arguments());
        return Scripts.call(redis, Scripts.ADOPT, found.id().partition(), arguments) == 1;
    }

    @Override
    public boolean vanished(SandboxId id, String daytonaId) {
        var arguments = new ArrayList<Object>(
                List.of(id, daytonaId, cleanup.endedAfter().toMillis()));
        arguments.addAll(today.arguments());
        return Scripts.call(redis, Scripts.VANISHED, id.partition(), arguments) == 1;
    }

    @Override
    public Map<String, Duration> suspect(String pass, Collection<String> suspects) {
        if (suspects.isEmpty()) {
            return Map.of();
        }
        var named = List.copyOf(suspects);
        var arguments = new ArrayList<Object>(List.of(pass));
        arguments.addAll(named);
        var since = Scripts.call(redis, Scripts.SUSPECT, Keys.SYNC, arguments);
        var ages = new HashMap<String, Duration>();
        for (int i = 0; i < named.size(); i++) {
            ages.put(named.get(i), Duration.ofMillis(Long.parseLong(Answers.text(since, i))));
        }
        return ages;
    }

    @Override
    public long acquitOthers(String pass) {
        return Scripts.call(redis, Scripts.ACQUIT, Keys.SYNC, List.of(pass));
    }

    @Override
    public long suspects() {
        return redis.opsForHash().size(Keys.SYNC + "suspects");
    }
}
