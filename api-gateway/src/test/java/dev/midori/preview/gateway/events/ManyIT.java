package dev.midori.preview.gateway.events;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.Http.Answer;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Reservations;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Many streams and many held creates on one gateway. {@code -Dmidori.long=true} for 5,000 and 1,000. */
class ManyIT {
    private static final Logger log = LoggerFactory.getLogger(ManyIT.class);
    private static final boolean LONG = Boolean.getBoolean("midori.long");
    private static final int STREAMS = LONG ? 5000 : 500;
    private static final int HELD = LONG ? 1000 : 100;
    private static final Duration PATIENCE = Duration.ofMinutes(LONG ? 5 : 1);

    /** As many as ask within a second: more at once than a gateway can ask Redis for are told to come again. */
    private static final int WAVE = 100;

    private static final String KEY = "the-service-key";

    private static int platformThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long memory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    @Test
    void manyWatchAndWaitOnFewThreadsAndOneSubscription() throws Exception {
        try (var gateway =
                GatewayUnderTest.start("--preview.service-key=" + KEY, "--preview.limits.requests-per-minute=0")) {
            var redis = gateway.bean(StringRedisTemplate.class);
            var streams = gateway.bean(EventStreams.class);
            var http = gateway.http();
            http.createAsync(CREATE);
            gateway.take();
            var watched = watched(gateway);
            var threads = platformThreads();
            var memory = memory();
            var begun = System.nanoTime();
            var all = new ArrayList<Watching>();
            for (var wave : watched.entrySet().stream()
                    .gather(Gatherers.windowFixed(WAVE))
                    .toList()) {
                for (var id : wave) {
                    all.add(watch(http, id.getKey(), id.getValue()));
                }
                await().atMost(PATIENCE)
                        .until(() -> all.subList(all.size() - wave.size(), all.size()).stream()
                                .allMatch(one -> one.has("status")));
            }
            var opened = millisSince(begun);
            var held = new ArrayList<CompletableFuture<Answer>>();
            while (held.size() < HELD) {
                held.addAll(heldFrom(held.size(), http));
                await().atMost(PATIENCE).until(() -> depth(gateway) == held.size());
            }
            var accepted = millisSince(begun) - opened;

            assertThat(streams.count()).isEqualTo(STREAMS);
            assertThat(platformThreads() - threads).as("platform threads").isLessThan((STREAMS + HELD) / 5);
            assertThat(subscriptions(redis)).isEqualTo(1);

            var rung = System.nanoTime();
            for (var id : watched.keySet()) {
                tell(redis, id);
            }
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> all.stream().allMatch(one -> one.has("log")));
            var told = millisSince(rung);
            log.atInfo()
                    .addKeyValue("streams", STREAMS)
                    .addKeyValue("held", HELD)
                    .addKeyValue("openedMs", opened)
                    .addKeyValue("acceptedMs", accepted)
                    .addKeyValue("toldAllMs", told)
                    .addKeyValue("platformThreads", platformThreads() - threads)
                    .addKeyValue("heapMiB", memory() - memory)
                    .addKeyValue("redisConnections", connections(redis))
                    .log("figures of many streams and held creates, both ends in one process");
            runAll(gateway);
            assertThat(held.stream().map(CompletableFuture::join).map(Answer::status))
                    .containsOnly(200);
            for (var one : all) {
                one.close();
            }
        }
    }

    private static long depth(GatewayUnderTest gateway) {
        var depth = gateway.bean(RabbitAdmin.class).getQueueInfo(Queues.PROVISION);
        return depth == null ? -1 : depth.getMessageCount();
    }

    private static Map<SandboxId, String> watched(GatewayUnderTest gateway) {
        var random = new Random(5);
        var all = new LinkedHashMap<SandboxId, String>();
        for (int i = 0; i < STREAMS; i++) {
            var user = new UserId("watcher-" + i);
            var id = SandboxId.next(user, Clock.systemUTC().instant(), random);
            gateway.bean(Reservations.class)
                    .reserve(new Reservations.Wish(
                            id, new Owner(user, new ProjectId("p")), "v1", Duration.ofMinutes(5), false, false));
            all.put(id, user.value());
        }
        return all;
    }

    private static Watching watch(Http http, SandboxId id, String user) throws IOException {
        return Watching.of(http, DAYTONA + "/events?sandboxId=" + id, "X-Api-Key", KEY, "X-User-Id", user);
    }

    private static List<CompletableFuture<Answer>> heldFrom(int first, Http http) {
        return IntStream.range(first, first + WAVE)
                .mapToObj(i -> http.postLater(DAYTONA, CREATE, "X-Api-Key", KEY, "X-User-Id", "holder-" + i))
                .toList();
    }

    private static void tell(StringRedisTemplate redis, SandboxId id) {
        redis.opsForStream()
                .add(
                        "preview:{p%s}:events:%s".formatted(id.partition().digits(), id),
                        Map.of("kind", "log", "step", "installing", "line", "hello", "at", "0"));
        redis.convertAndSend("preview:changes", id.value());
    }

    private static void runAll(GatewayUnderTest gateway) {
        for (var command : gateway.all(Queues.PROVISION)) {
            GatewayUnderTest.run(gateway.take((CreateSandbox) command));
        }
    }

    private static long subscriptions(StringRedisTemplate redis) {
        return connected(redis).filter(line -> line.contains(" sub=1 ")).count();
    }

    private static long connections(StringRedisTemplate redis) {
        return connected(redis).count();
    }

    private static Stream<String> connected(StringRedisTemplate redis) {
        var clients = redis.getClientList();
        return clients == null ? Stream.of() : clients.stream().map(client -> " sub=" + client.get("sub") + " ");
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
