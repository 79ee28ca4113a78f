package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.HoldLost;
import dev.midori.preview.state.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** {@link Job} in Redis: every call is one script behind the fence of (epoch, owner). */
final class RedisJob implements Job {
    private static final int LOG_LIMIT = 1 << 20;
    /** Of what is printed at once, whoever watches sees the end: one script must not keep Redis from everybody else. */
    private static final int LINES_AT_ONCE = 200;

    private static final int LONGEST_LINE = 16_384;
    private static final String NO_BUILD = "";

    /** Who holds what, and for how long after each word. */
    record Hold(SandboxId id, long epoch, String owner, Duration lease) {}

    private final StringRedisTemplate redis;
    private final Hold hold;
    private final Map<String, String> checkpoint;
    private final Duration keepEnded;
    private final Duration quota;
    private final Today today;

    RedisJob(
            StringRedisTemplate redis,
            Hold hold,
            Map<String, String> checkpoint,
            Duration keepEnded,
            Duration quota,
            Today today) {
        this.redis = redis;
        this.hold = hold;
        this.checkpoint = Map.copyOf(checkpoint);
        this.keepEnded = keepEnded;
        this.quota = quota;
        this.today = today;
    }

    @Override
    public SandboxId id() {
        return hold.id();
    }

    @Override
    public long epoch() {
        return hold.epoch();
    }

    @Override
    public Map<String, String> checkpoint() {
        return checkpoint;
    }

    @Override
    public void renew() {
        call(Scripts.RENEW, List.of());
    }

    @Override
    public void record(Step step, Map<String, String> fields) {
        var arguments = new ArrayList<Object>();
        arguments.add(step.word());
        fields.forEach((field, value) -> {
            arguments.add(field);
            arguments.add(value);
        });
        call(Scripts.RECORD, arguments);
    }

    @Override
    public void log(Step step, String text, Map<String, String> fields) {
        var kept = text.substring(0, Math.min(text.length(), LOG_LIMIT));
        var arguments = new ArrayList<Object>(List.of(step.word(), kept, LOG_LIMIT, 2 * fields.size()));
        fields.forEach((field, value) -> arguments.addAll(List.of(field, value)));
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        lines.stream()
                .skip(Math.max(0, lines.size() - LINES_AT_ONCE))
                .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
                .forEach(arguments::add);
        call(Scripts.LOG, arguments);
    }

    @Override
    public void run(String daytonaId, PreviewLink link) {
        run(daytonaId, link, NO_BUILD);
    }

    @Override
    public void runAndBuild(String daytonaId, PreviewLink link) {
        run(daytonaId, link, Build.RUNNING.word());
    }

    private void run(String daytonaId, PreviewLink link, String build) {
        var arguments = new ArrayList<Object>(
                List.of(build, daytonaId, link.url(), link.privateUrl(), link.token(), quota.toSeconds()));
        arguments.addAll(today.arguments());
        call(Scripts.RUN, arguments);
    }

    @Override
    public void applied(long revision) {
        call(Scripts.APPLIED, List.of(NO_BUILD, revision));
    }

    @Override
    public void appliedAndBuild(long revision) {
        call(Scripts.APPLIED, List.of(Build.RUNNING.word(), revision));
    }

    @Override
    public void built(Build build) {
        call(Scripts.BUILT, List.of(build.word()));
    }

    @Override
    public void fail(Failure failure) {
        fail(failure, "");
    }

    @Override
    public void fail(Failure failure, String contentHash) {
        var arguments = new ArrayList<Object>(List.of(
                keepEnded.toMillis(),
                failure.code(),
                failure.message(),
                failure.hint(),
                failure.logTail(),
                contentHash));
        arguments.addAll(today.arguments());
        call(Scripts.FAIL, arguments);
    }

    @Override
    public void release() {
        call(Scripts.RELEASE, List.of());
    }

    private void call(RedisScript<String> script, List<?> own) {
        var arguments = new ArrayList<Object>(
                List.of(hold.id(), hold.epoch(), hold.owner(), hold.lease().toMillis()));
        arguments.addAll(own);
        var answer = Scripts.call(redis, script, hold.id().partition(), arguments);
        if (!"OK".equals(answer)) {
            throw new HoldLost(hold.id(), HoldLost.Reason.valueOf(answer));
        }
    }
}
