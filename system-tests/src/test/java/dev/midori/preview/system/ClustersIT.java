package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.ConnectionFactory;
import dev.midori.preview.messaging.amqp.Topology;
import dev.midori.preview.system.CrashIT.Fate;
import dev.midori.preview.testing.TestRabbit;
import dev.midori.preview.testing.TestRabbitCluster;
import dev.midori.preview.testing.TestRedis;
import dev.midori.preview.testing.TestRedisCluster;
import dev.midori.preview.testing.TestRedisSentinel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jobs with scripted fates on a RabbitMQ of three nodes and a Redis that fails over, while a worker, a node of the broker and a
 * primary of Redis are killed. What was accepted meets its fate; nothing is left over at Daytona or on the broker.
 *
 * <p>A failover may lose the last moment of Redis, so a step may be done twice here; a sandbox is made once all the same.
 * {@code -Dmidori.clusters.jobs=2000} runs it for long.
 */
class ClustersIT {
    private static final int JOBS = Integer.getInteger("midori.clusters.jobs", 24);
    private static final Duration PATIENCE = Duration.ofMinutes(4).plusMillis(JOBS * 150L);
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private static TestRabbitCluster broker;

    @BeforeAll
    static void start() {
        assumeTrue(
                TestRabbit.canBeAProcess() && TestRedis.canBeAProcess(),
                "RabbitMQ and Redis are not installed on this machine, and clusters are made of processes");
        broker = TestRabbitCluster.start(3);
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private final Random random = new Random(Long.getLong("midori.clusters.seed", 20260201L));
    private final Map<String, Accepted> accepted = new ConcurrentHashMap<>();

    private record Accepted(String user, Fate fate) {}

    /** A Redis that outlives its primary. */
    enum Kind {
        CLUSTER {
            @Override
            State start() {
                var cluster = TestRedisCluster.start();
                return new State(
                        cluster,
                        Map.of("SPRING_DATA_REDIS_CLUSTER_NODES", cluster.nodes()),
                        cluster::killAPrimary,
                        cluster::startAgain);
            }
        },
        SENTINELS {
            @Override
            State start() {
                var sentinels = TestRedisSentinel.start();
                return new State(
                        sentinels,
                        Map.of(
                                "SPRING_DATA_REDIS_SENTINEL_MASTER", sentinels.name(),
                                "SPRING_DATA_REDIS_SENTINEL_NODES", sentinels.sentinels()),
                        sentinels::killThePrimary,
                        sentinels::startAgain);
            }
        };

        abstract State start();
    }

    record State(AutoCloseable servers, Map<String, String> settings, IntSupplier kill, IntConsumer startAgain) {}

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatWasAcceptedMeetsItsFate(Kind kind) throws InterruptedException {
        var state = kind.start();
        try (var midori = start(state)) {
            midori.startWorker(Map.of());
            var victim = midori.startWorker(Map.of());

            var begun = Instant.now();
            var submitting = Thread.ofVirtual().start(() -> submitAll(midori));
            Thread.sleep(BETWEEN);
            broker.kill(0);
            Thread.sleep(BETWEEN);
            var primary = state.kill().getAsInt();
            Thread.sleep(BETWEEN);
            midori.crash(victim);
            broker.startAgain(0);
            state.startAgain().accept(primary);
            submitting.join();
            midori.startWorker(Map.of());

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(wrong(midori)).isEmpty());
            assertThat(accepted).hasSize(JOBS);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() ->
                            assertThat(midori.sandboxesAtDaytona()).containsExactlyInAnyOrderElementsOf(idsThatRun()));
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(left(broker.port(1))).isEmpty());
            assertThat(madeTwice(midori)).isEmpty();
            System.out.printf(
                    "clusters: %d jobs on %s met their fates in %d s%n",
                    JOBS, kind, Duration.between(begun, Instant.now()).toSeconds());
        }
    }

    private static MidoriSystem start(State state) {
        var settings = new HashMap<>(state.settings());
        settings.put("RABBITMQ_URL", broker.urls());
        settings.put("PREVIEW_WORKER_CONCURRENCY", "50");
        settings.put("PREVIEW_WORKER_LEASE", "10s");
        settings.put("PREVIEW_CLEANUP_IDLETIMEOUT", "2h");
        settings.put("PREVIEW_LIMITS_MAXUSAGEPERDAY", "24h");
        return MidoriSystem.simulatedOn(
                List.of(state.servers()),
                settings,
                Map.of(),
                "--local-daytona.simulation.start.min=100ms",
                "--local-daytona.simulation.start.max=1500ms",
                "--local-daytona.simulation.install.min=1s",
                "--local-daytona.simulation.install.max=6s",
                "--local-daytona.simulation.build.min=500ms",
                "--local-daytona.simulation.build.max=3s",
                "--local-daytona.simulation.serve.min=200ms",
                "--local-daytona.simulation.serve.max=1500ms");
    }

    private Fate drawFate() {
        return switch (random.nextInt(10)) {
            case 0 -> Fate.LACKS_A_PACKAGE;
            case 1 -> Fate.DOES_NOT_BUILD;
            default -> Fate.RUNS;
        };
    }

    /** Over about the time in which things are killed. */
    private void submitAll(MidoriSystem midori) {
        var atOnce = new Semaphore(4);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < JOBS; i++) {
                var user = "user-" + i;
                var fate = drawFate();
                callers.execute(() -> {
                    atOnce.acquireUninterruptibly();
                    try {
                        submit(midori, user, fate);
                        Thread.sleep(800);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    } finally {
                        atOnce.release();
                    }
                });
            }
        }
    }

    /** As a frontend does: a 503, or no answer, is tried again, and an acceptance is believed. */
    private void submit(MidoriSystem midori, String user, Fate fate) {
        var answer = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> midori.createFor(user, fate.project("project-of-" + user)), it -> it.statusCode() == 202);
        accepted.put(answer.json().path("sandboxId").asString(), new Accepted(user, fate));
    }

    private List<String> wrong(MidoriSystem midori) {
        var wrong = new ArrayList<String>();
        accepted.forEach((id, job) -> {
            var status = midori.statusFor(job.user(), id);
            if (!status.path("status").asString("").equals(job.fate().status)
                    || !status.path("code").asString("").equals(job.fate().code)) {
                wrong.add("%s is %s %s instead of %s"
                        .formatted(id, status.path("status"), status.path("code"), job.fate()));
            }
        });
        return wrong;
    }

    private List<String> idsThatRun() {
        return accepted.entrySet().stream()
                .filter(job -> job.getValue().fate() == Fate.RUNS)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Sandboxes that were really made more than once. */
    private List<String> madeTwice(MidoriSystem midori) {
        var effects = midori.effects();
        return accepted.keySet().stream()
                .filter(id -> effects.path(id)
                                .propertyStream()
                                .filter(effect -> effect.getKey().contains("create"))
                                .mapToInt(effect -> effect.getValue().asInt())
                                .sum()
                        != 1)
                .toList();
    }

    /** What is left on the queues: of each that isn't empty how much, and what its first message says of itself. */
    private static List<String> left(int port) throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        var left = new ArrayList<String>();
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            for (var queue : Topology.queues()) {
                var first = channel.basicGet(queue, false);
                if (first != null) {
                    left.add("%d more than %s on %s".formatted(first.getMessageCount(), first.getProps(), queue));
                }
            }
        }
        return left;
    }
}
