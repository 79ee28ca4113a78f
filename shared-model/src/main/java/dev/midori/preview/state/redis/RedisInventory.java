package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Inventory;
import dev.midori.preview.state.Spending;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Inventory} and {@link Spending}: one script call per partition, each of them bounded. */
public final class RedisInventory implements Inventory, Spending {
    /** What one script looks at, so that Redis is not held up for long. */
    private static final int AT_ONCE = 500;

    /** What one page looks at in all. */
    private static final int FARTHEST = 20_000;

    private final StringRedisTemplate redis;
    private final Today today;

    public RedisInventory(StringRedisTemplate redis, InstantSource clock, ZoneId dayZone) {
        this.redis = redis;
        this.today = new Today(clock, dayZone);
    }

    @Override
    public Found look(Search search) {
        var only = SandboxId.parse(search.text()).map(SandboxId::partition);
        var found = new ArrayList<Entry>();
        var looked = 0;
        var next = Optional.of(search.from());
        while (next.isPresent() && found.size() < search.most() && looked < FARTHEST) {
            var position = next.get();
            if (only.isPresent() && !only.get().equals(position.partition())) {
                next = position.next();
                continue;
            }
            var answer = Scripts.call(
                    redis,
                    Scripts.SEARCH,
                    position.partition(),
                    List.of(
                            position.index().word(),
                            position.rank(),
                            AT_ONCE,
                            search.most() - found.size(),
                            search.text(),
                            search.status().map(status -> status.word()).orElse("")));
            var seen = Answers.number(answer, 0);
            looked += seen;
            for (var entry : (List<?>) answer.get(2)) {
                found.add(entry((List<?>) entry));
            }
            next = Answers.number(answer, 1) == 1
                    ? Optional.of(new Position(position.index(), position.partition(), position.rank() + seen))
                    : position.next();
        }
        return new Found(found, next, looked);
    }

    private static Entry entry(List<?> answer) {
        return new Entry(
                Answers.id(answer, 0),
                Answers.text(answer, 4),
                Answers.text(answer, 5),
                Answers.text(answer, 3),
                Answers.text(answer, 7),
                Answers.time(answer, 8),
                Answers.time(answer, 9),
                Answers.time(answer, 10),
                Answers.text(answer, 11),
                score(Answers.text(answer, 1)),
                score(Answers.text(answer, 2)),
                orNull(Answers.text(answer, 12)),
                orNull(Answers.text(answer, 13)),
                orNull(Answers.text(answer, 6)));
    }

    /** Redis tells large scores as it likes, exponents included. */
    private static @Nullable Instant score(String text) {
        return text.isEmpty() ? null : Instant.ofEpochMilli(new BigDecimal(text).longValue());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    public List<Spent> most(int most) {
        var arguments = new ArrayList<Object>(List.of(most));
        arguments.addAll(today.arguments());
        return Partition.all().stream()
                .flatMap(partition -> Scripts.call(redis, Scripts.SPENT, partition, arguments).stream())
                .map(answer -> spent((List<?>) answer))
                .filter(spent -> spent.used().isPositive())
                .sorted(Comparator.comparing(Spent::used).reversed())
                .limit(most)
                .toList();
    }

    private static Spent spent(List<?> answer) {
        return new Spent(new UserId(Answers.text(answer, 0)), Duration.ofSeconds(Answers.number(answer, 1)));
    }
}
