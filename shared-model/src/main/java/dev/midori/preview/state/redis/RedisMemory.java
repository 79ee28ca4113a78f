package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.state.Memory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link Memory} in Redis. It scans, so that Redis serves others between any two steps. */
public final class RedisMemory implements Memory {
    private static final Pattern KEY = Pattern.compile("(preview:\\{[a-z0-9]+\\}:)([a-z]+)(?::(.*))?");
    private static final int BATCH = 500;
    private static final ScanOptions OURS =
            ScanOptions.scanOptions().match("preview:*").count(BATCH).build();

    private final StringRedisTemplate redis;

    public RedisMemory(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public Report takeStock(BooleanSupplier mayGoOn) {
        var stock = new Stock();
        scan(mayGoOn, stock::add);
        stock.flush();
        long dangling = 0;
        long lost = 0;
        for (var partition : Partition.all()) {
            if (!mayGoOn.getAsBoolean()) {
                break;
            }
            for (var ids : batches(stock.records.getOrDefault(partition, List.of()))) {
                var repaired = Scripts.call(redis, Scripts.REPAIR, partition, ids);
                dangling += Answers.number(repaired, 0);
                lost += Answers.number(repaired, 1);
            }
        }
        return new Report(new TreeMap<>(stock.kinds), dangling, lost);
    }

    /** At least one, so that a partition without any record is looked at too. */
    private static List<List<SandboxId>> batches(List<SandboxId> ids) {
        var batches = new ArrayList<List<SandboxId>>();
        for (int from = 0; from == 0 || from < ids.size(); from += BATCH * 8) {
            batches.add(ids.subList(from, Math.min(ids.size(), from + BATCH * 8)));
        }
        return batches;
    }

    private void scan(BooleanSupplier mayGoOn, Consumer<String> each) {
        redis.execute((RedisCallback<Boolean>) connection -> {
            if (connection instanceof RedisClusterConnection cluster) {
                for (var node : cluster.clusterGetNodes()) {
                    scan(cluster, node, mayGoOn, each);
                }
            } else {
                drain(connection.keyCommands().scan(OURS), mayGoOn, each);
            }
            return true;
        });
    }

    private static void scan(
            RedisClusterConnection cluster, RedisClusterNode node, BooleanSupplier mayGoOn, Consumer<String> each) {
        if (node.isMaster()) {
            drain(cluster.scan(node, OURS), mayGoOn, each);
        }
    }

    private static void drain(Cursor<byte[]> cursor, BooleanSupplier mayGoOn, Consumer<String> each) {
        try (cursor) {
            while (cursor.hasNext() && mayGoOn.getAsBoolean()) {
                each.accept(new String(cursor.next(), StandardCharsets.UTF_8));
            }
        }
    }

    /** What has been seen so far. */
    private final class Stock {
        private final Map<String, Kind> kinds = new HashMap<>();
        private final Map<Partition, List<SandboxId>> records = new HashMap<>();
        private final Map<String, List<String>> unmeasured = new HashMap<>();

        void add(String key) {
            var form = KEY.matcher(key);
            var prefix = form.matches() ? form.group(1) : key;
            if (form.matches() && form.group(2).equals("sandbox") && form.group(3) != null) {
                SandboxId.parse(form.group(3))
                        .ifPresent(id -> records.computeIfAbsent(id.partition(), _ -> new ArrayList<>())
                                .add(id));
            }
            var waiting = unmeasured.computeIfAbsent(prefix, _ -> new ArrayList<>());
            waiting.add(key);
            if (waiting.size() >= BATCH) {
                measure(prefix, waiting);
                waiting.clear();
            }
        }

        void flush() {
            unmeasured.forEach(this::measure);
            unmeasured.clear();
        }

        private void measure(String prefix, Collection<String> keys) {
            if (keys.isEmpty()) {
                return;
            }
            var named = List.copyOf(keys);
            var bytes = Scripts.call(redis, Scripts.MEASURE, prefix, named);
            for (int i = 0; i < named.size(); i++) {
                kinds.merge(kindOf(named.get(i)), new Kind(1, Long.parseLong(Answers.text(bytes, i))), Kind::plus);
            }
        }

        private static String kindOf(String key) {
            var form = KEY.matcher(key);
            return form.matches() ? form.group(2) : "other";
        }
    }
}
