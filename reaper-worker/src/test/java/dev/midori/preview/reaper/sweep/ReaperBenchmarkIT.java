package dev.midori.preview.reaper.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.reaper.ReapersUnderTest;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.script.DefaultRedisScript;

/** What a sweep costs as previews grow in number, what each costs in memory, and how many beats one reaper takes. */
@EnabledIfSystemProperty(named = "midori.benchmark", matches = "true")
class ReaperBenchmarkIT {
    private static final int[] SIZES = {1_000, 100_000, Integer.getInteger("midori.benchmark.largest", 1_000_000)};
    private static final int IDLE = 100;
    private static final int BEATS = Integer.getInteger("midori.benchmark.beats", 200_000);
    private static final int AT_ONCE = 2_000;

    /** Copies a record that the real scripts made, with its entries in every index. */
    private static final DefaultRedisScript<Long> COPIES = new DefaultRedisScript<>("""
            local prefix, model, from = KEYS[1], ARGV[1], tonumber(ARGV[2])
            local fields = redis.call('HGETALL', prefix .. 'sandbox:' .. model)
            local due, alive = redis.call('ZSCORE', prefix .. 'due', model), redis.call('ZSCORE', prefix .. 'liveness', model)
            local ran = redis.call('ZSCORE', prefix .. 'running', model)
            for n = from, from + tonumber(ARGV[3]) - 1 do
              local id = string.sub(model, 1, 17) .. string.format('%016x', n)
              local user = 'user-' .. n
              redis.call('HSET', prefix .. 'sandbox:' .. id, unpack(fields))
              redis.call('HSET', prefix .. 'sandbox:' .. id, 'userId', user, 'daytonaId', '5f0c2b1e-0000-4000-8000-' .. string.format('%012x', n),
                'url', 'https://3000-' .. string.format('%032x', n) .. '.proxy.example.io', 'privateUrl',
                'https://3000-5f0c2b1e-0000-4000-8000-' .. string.format('%012x', n) .. '.proxy.example.io', 'token', string.format('%032x', n))
              redis.call('ZADD', prefix .. 'due', due, id)
              redis.call('ZADD', prefix .. 'liveness', alive, id)
              redis.call('ZADD', prefix .. 'running', ran, id)
              redis.call('SADD', prefix .. 'user:' .. user, id)
              redis.call('SET', prefix .. 'created:' .. user, '1')
              redis.call('HINCRBY', prefix .. 'count', 'running', 1)
            end
            return 1
            """, Long.class);

    private final Clock clock = Clock.systemUTC();

    @Test
    void sweepsCostWhatIsIdleAndNotWhatLives() {
        try (var reapers = ReapersUnderTest.start()) {
            var fast = reapers.startAnother("--preview.reaper.stops-per-second=10000");
            var models = models(reapers);
            long bare = usedMemory(reapers);
            int there = 0;
            var medians = new ArrayList<Long>();
            for (int size : SIZES) {
                copy(reapers, models, there, size - there);
                there = size;
                long perSandbox = (usedMemory(reapers) - bare) / size;
                var times = new ArrayList<Long>();
                for (int run = 0; run < 5; run++) {
                    reapers.gatewayHasBeenHeard("gateway-1", Duration.ofHours(1));
                    idle(reapers, models, there);
                    long begun = System.nanoTime();
                    var report = fast.getBean(IdleSweep.class).run();
                    times.add((System.nanoTime() - begun) / 1_000_000);
                    assertThat(report.figures()).as(report.message()).containsEntry("claimed", IDLE);
                    reapers.first().getBean(RabbitAdmin.class).purgeQueue(Queues.STOP);
                }
                times.sort(null);
                medians.add(times.get(2));
                var everyState = readEveryState(reapers, size);
                System.out.printf(
                        "sweep: %,9d sandboxes, %d idle: median %d ms (all %s), %.3f of the %,d ms of reading every state;"
                                + " %,d bytes each in Redis%n",
                        size, IDLE, times.get(2), times, (double) times.get(2) / everyState, everyState, perSandbox);
                assertThat(perSandbox).isLessThan(3 * 1024);
            }
            assertThat(medians.getLast()).isLessThan(3 * medians.getFirst() + 50);
        }
    }

    @Test
    void oneReaperTakesAMillionPreviewsBeats() throws InterruptedException {
        try (var reapers = ReapersUnderTest.start()) {
            var models = models(reapers);
            copy(reapers, models, 0, 20_000);
            var consumer = Objects.requireNonNull(reapers.first()
                    .getBean(RabbitListenerEndpointRegistry.class)
                    .getListenerContainer("heartbeats"));
            consumer.stop();
            long begun = System.nanoTime();
            for (int i = 0; i < BEATS; i++) {
                reapers.commands().send(beat(models, i % 20_000));
            }
            double sent = BEATS / seconds(begun);
            double before = taken(reapers);
            begun = System.nanoTime();
            consumer.start();
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> taken(reapers) - before >= BEATS);
            System.out.printf(
                    "heartbeats: %,d published at %,.0f/s, taken and applied at %,.0f/s by one reaper%n",
                    BEATS, sent, BEATS / seconds(begun));
        }
    }

    /** What a sweep without indexes does: finds every record and reads when its owner was last heard. Answers milliseconds. */
    private static long readEveryState(ReapersUnderTest reapers, int size) {
        long begun = System.nanoTime();
        long read = 0;
        var hashes = reapers.redis().<String, String>opsForHash();
        var records = ScanOptions.scanOptions()
                .match("preview:*:sandbox:*")
                .count(1000)
                .build();
        try (var keys = reapers.redis().scan(records)) {
            while (keys.hasNext()) {
                read += hashes.multiGet(keys.next(), List.of("status", "lastHeartbeatAt"))
                        .size();
            }
        }
        assertThat(read / 2).isGreaterThanOrEqualTo(size);
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double taken(ReapersUnderTest reapers) {
        return List.of("applied", "unknown", "merged").stream()
                .mapToDouble(outcome -> reapers.first()
                        .getBean(MeterRegistry.class)
                        .counter("preview.heartbeats", "outcome", outcome)
                        .count())
                .sum();
    }

    private Heartbeat beat(List<SandboxId> models, int n) {
        var id = copyOf(models.get(n % Partition.COUNT), n / Partition.COUNT);
        return new Heartbeat(
                1,
                id,
                new UserId("user-" + n / Partition.COUNT),
                clock.instant(),
                Duration.ofMinutes(5),
                true,
                "heartbeat");
    }

    /** One in each partition. */
    private static List<SandboxId> models(ReapersUnderTest reapers) {
        reapers.clear();
        return Partition.all().stream()
                .map(partition -> new Random(partition.number())
                        .ints(0, 1_000_000)
                        .mapToObj(n -> "model-" + n)
                        .filter(user -> Partition.of(new UserId(user)).equals(partition))
                        .findFirst()
                        .orElseThrow())
                .map(reapers::running)
                .toList();
    }

    private static SandboxId copyOf(SandboxId model, int n) {
        return new SandboxId(model.value().substring(0, 17) + "%016x".formatted(n));
    }

    private static void copy(ReapersUnderTest reapers, List<SandboxId> models, int there, int more) {
        for (var model : models) {
            var prefix = "preview:{p%s}:".formatted(model.partition().digits());
            reapers.aliveFor(model, Duration.ofHours(10));
            for (int from = there / models.size(); from < (there + more) / models.size(); from += AT_ONCE) {
                int count = Math.min(AT_ONCE, (there + more) / models.size() - from);
                reapers.redis()
                        .execute(
                                COPIES,
                                List.of(prefix),
                                model.value(),
                                Integer.toString(from),
                                Integer.toString(count));
            }
        }
    }

    /** Makes running ones idle, and running again those that were claimed before. */
    private static void idle(ReapersUnderTest reapers, List<SandboxId> models, int there) {
        var random = new Random();
        var chosen = new HashSet<SandboxId>();
        while (chosen.size() < IDLE) {
            var model = models.get(random.nextInt(models.size()));
            var id = copyOf(model, random.nextInt(there / models.size()));
            if (reapers.isInLiveness(id) && chosen.add(id)) {
                reapers.aliveFor(id, Duration.ofMinutes(-1));
            }
        }
    }

    private static long usedMemory(ReapersUnderTest reapers) {
        var info = Objects.requireNonNull(reapers.redis().execute((RedisCallback<Properties>)
                connection -> connection.serverCommands().info("memory")));
        return Long.parseLong(info.getProperty("used_memory"));
    }
}
