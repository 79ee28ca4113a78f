package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.state.UnreadableStateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;

/** The Lua scripts, each with the prelude before it, and how they are called: one partition, one call. */
final class Scripts {
    static final RedisScript<List<?>> RESERVE = script("reserve");
    static final RedisScript<List<?>> CLAIM = script("claim");
    static final RedisScript<List<?>> HOLD = script("hold");
    static final RedisScript<List<?>> STOP = script("stop");
    static final RedisScript<List<?>> IDLE = script("idle");
    static final RedisScript<List<?>> DUE = script("due");
    static final RedisScript<List<?>> EXPIRED = script("expired");
    static final RedisScript<List<?>> CENSUS = script("census");
    static final RedisScript<List<?>> LOOK_UP = script("look_up");
    static final RedisScript<List<?>> RUNNING = script("running");
    static final RedisScript<List<?>> SUSPECT = script("suspect");
    static final RedisScript<List<?>> MEASURE = script("measure");
    static final RedisScript<List<?>> REPAIR = script("repair");
    static final RedisScript<List<?>> CANARY_JUDGE = script("canary_judge");
    static final RedisScript<String> CANARY_SEEN = script(String.class, "canary_seen");
    static final RedisScript<String> CANARY_ARRIVED = script(String.class, "canary_arrived");
    static final RedisScript<Long> CANARY_LEFT = script(Long.class, "canary_left");
    static final RedisScript<String> COMPARING = script(String.class, "comparing");
    static final RedisScript<Long> COMPARED = script(Long.class, "compared");
    static final RedisScript<Long> ADOPT = script(Long.class, "adopt");
    static final RedisScript<Long> VANISHED = script(Long.class, "vanished");
    static final RedisScript<Long> ACQUIT = script(Long.class, "acquit");
    static final RedisScript<List<?>> SEARCH = script("search");
    static final RedisScript<List<?>> SPENT = script("spent");
    static final RedisScript<List<?>> USAGE = script("usage");
    static final RedisScript<Long> CONFIRM = script(Long.class, "confirm");
    static final RedisScript<Long> ABANDON = script(Long.class, "abandon");
    static final RedisScript<Long> REVISE = script(Long.class, "revise");
    static final RedisScript<Long> RATE = script(Long.class, "rate");
    static final RedisScript<Long> HEARTBEATS = script(Long.class, "heartbeats");
    static final RedisScript<Long> FORGET = script(Long.class, "forget");
    static final RedisScript<String> GONE = script(String.class, "gone");
    static final RedisScript<String> RENEW = script(String.class, "fence", "renew");
    static final RedisScript<String> RECORD = script(String.class, "fence", "record");
    static final RedisScript<String> LOG = script(String.class, "fence", "log");
    static final RedisScript<String> RUN = script(String.class, "fence", "run");
    static final RedisScript<String> APPLIED = script(String.class, "fence", "applied");
    static final RedisScript<String> BUILT = script(String.class, "fence", "built");
    static final RedisScript<String> FAIL = script(String.class, "fence", "fail");
    static final RedisScript<String> RELEASE = script(String.class, "release");
    static final RedisScript<List<?>> DEPENDENCIES_ASK = script("dependencies", "dependencies_ask");
    static final RedisScript<List<?>> DEPENDENCIES_BEGIN = script("dependencies", "dependencies_begin");
    static final RedisScript<List<?>> DEPENDENCIES_READY = script("dependencies", "dependencies_ready");
    static final RedisScript<Long> DEPENDENCIES_RENEW = script(Long.class, "dependencies", "dependencies_renew");
    static final RedisScript<Long> DEPENDENCIES_FAILED = script(Long.class, "dependencies", "dependencies_failed");
    static final RedisScript<Long> DEPENDENCIES_GONE = script(Long.class, "dependencies", "dependencies_gone");
    static final RedisScript<Long> DEPENDENCIES_REVIEW = script(Long.class, "dependencies", "dependencies_review");

    static final RedisScript<Long> POOL_FILL = script(Long.class, "pool_fill");
    static final RedisScript<List<?>> POOL_LOOK = script("pool_look");
    static final RedisScript<String> POOL_FIND = script(String.class, "pool", "pool_find");
    static final RedisScript<List<?>> HAND_OVER = script("pool", "hand_over");
    static final RedisScript<String> POOL_TURN = script(String.class, "pool_turn");
    static final RedisScript<String> POOL_RENOUNCE = script(String.class, "pool_renounce");

    private static final Pattern UNREADABLE = Pattern.compile("ERR user_script|WRONGTYPE|ERR .*value is not ");

    private Scripts() {}

    static <T> T call(StringRedisTemplate redis, RedisScript<T> script, Partition partition, Collection<?> arguments) {
        return call(redis, script, Keys.prefix(partition), arguments);
    }

    static <T> T call(StringRedisTemplate redis, RedisScript<T> script, String prefix, Collection<?> arguments) {
        var strings = arguments.stream().map(Object::toString).toArray();
        try {
            return Objects.requireNonNull(redis.execute(script, List.of(prefix), strings), "every script answers");
        } catch (InvalidDataAccessApiUsageException e) {
            throw isUnreadable(String.valueOf(e.getMessage())) ? new UnreadableStateException(e) : e;
        }
    }

    /** An error of Lua's own, or a value of another kind; Redis answers in the same way that it is out of memory, or loading. */
    private static boolean isUnreadable(String answer) {
        return UNREADABLE.matcher(answer).lookingAt();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static RedisScript<List<?>> script(String... names) {
        return (RedisScript) script(List.class, names);
    }

    private static <T> RedisScript<T> script(Class<T> answer, String... names) {
        var text = Stream.concat(Stream.of("prelude"), Stream.of(names))
                .map(Scripts::read)
                .collect(Collectors.joining("\n"));
        return new DefaultRedisScript<>(text, answer);
    }

    private static String read(String name) {
        try (var in = Objects.requireNonNull(Scripts.class.getResourceAsStream(name + ".lua"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
