package dev.midori.preview.state.redis;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Jobs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Jobs} in Redis. */
public final class RedisJobs implements Jobs {
    private final StringRedisTemplate redis;
    private final PreviewTimeouts timeouts;
    private final Duration keepEnded;
    private final PreviewLimits limits;
    private final Duration lease;
    private final Duration firstGrant;
    private final Today today;
    private final String owner;

    /**
     * @param owner this process, as no other is called
     * @param lease how long a job stays held after its holder's last word
     */
    public RedisJobs(
            StringRedisTemplate redis,
            PreviewTimeouts timeouts,
            CleanupSettings cleanup,
            PreviewLimits limits,
            InstantSource clock,
            String owner,
            Duration lease) {
        this.redis = redis;
        this.timeouts = timeouts;
        this.keepEnded = cleanup.endedAfter();
        this.firstGrant = cleanup.idleTimeout();
        this.limits = limits;
        this.today = new Today(clock, limits.dayZone());
        this.owner = owner;
        this.lease = lease;
    }

    @Override
    public Claim claim(CreateSandbox command, Copy copy) {
        var id = command.sandboxId();
        var arguments = new ArrayList<Object>(List.of(
                id,
                command.userId(),
                command.projectId(),
                command.contentHash(),
                firstGrant.toMillis(),
                owner,
                copy.id(),
                lease.toMillis(),
                timeouts.total().toMillis(),
                command.issuedAt().toEpochMilli(),
                command.revision(),
                copy.replay().orElse(""),
                limits.maxConcurrentSandboxes(),
                limits.maxUsagePerDay().toSeconds()));
        arguments.addAll(today.arguments());
        return read(id, Scripts.call(redis, Scripts.CLAIM, id.partition(), arguments));
    }

    @Override
    public Claim hold(SandboxId id, UserId user, Copy copy) {
        var arguments = List.of(id, user, owner, copy.id(), lease.toMillis());
        return read(id, Scripts.call(redis, Scripts.HOLD, id.partition(), arguments));
    }

    private Claim read(SandboxId id, List<?> answer) {
        return switch (Answers.text(answer, 0)) {
            case "TAKEN" -> new Claim.Taken(job(id, answer), Task.valueOf(Answers.text(answer, 2)));
            case "HELD" ->
                new Claim.Held(Answers.time(answer, 1), Answers.text(answer, 2).equals("1"));
            case "ENDED" -> new Claim.Ended();
            case "TOO_OLD" -> new Claim.TooOld();
            case "BUSY" -> new Claim.Busy(Answers.text(answer, 1));
            default -> throw new IllegalStateException("a claim was answered with " + answer.getFirst());
        };
    }

    private RedisJob job(SandboxId id, List<?> answer) {
        var hold = new RedisJob.Hold(id, Long.parseLong(Answers.text(answer, 1)), owner, lease);
        return new RedisJob(redis, hold, fields((List<?>) answer.get(3)), keepEnded, limits.maxUsagePerDay(), today);
    }

    private static Map<String, String> fields(List<?> flat) {
        var fields = new LinkedHashMap<String, String>();
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(Answers.text(flat, i), Answers.text(flat, i + 1));
        }
        return fields;
    }
}
