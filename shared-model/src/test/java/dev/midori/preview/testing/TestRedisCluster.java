package dev.midori.preview.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Protocol.Command;

/** A Redis Cluster of the test's own: three primaries with a replica each, as processes on this machine. */
public final class TestRedisCluster implements AutoCloseable {
    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16384;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<NativeRedis> nodes;

    private TestRedisCluster(List<NativeRedis> nodes) {
        this.nodes = nodes;
    }

    /** Returns once all slots are served and every primary has its replica; see {@link TestRedis#canBeAProcess}. */
    public static TestRedisCluster start() {
        var buses = IntStream.range(0, 2 * PRIMARIES).map(_ -> Ports.free()).toArray();
        var cluster = new TestRedisCluster(IntStream.of(buses)
                .mapToObj(bus -> RedisNodes.start(
                        "--cluster-enabled",
                        "yes",
                        "--cluster-port",
                        Integer.toString(bus),
                        "--cluster-node-timeout",
                        "2000",
                        "--cluster-announce-ip",
                        "127.0.0.1"))
                .toList());
        cluster.form(buses);
        return cluster;
    }

    private void form(int[] buses) {
        for (int number = 1; number < nodes.size(); number++) {
            RedisNodes.ask(
                    port(0),
                    Command.CLUSTER,
                    "MEET",
                    "127.0.0.1",
                    Integer.toString(port(number)),
                    Integer.toString(buses[number]));
        }
        for (int number = 0; number < PRIMARIES; number++) {
            RedisNodes.ask(
                    port(number),
                    Command.CLUSTER,
                    "ADDSLOTSRANGE",
                    Integer.toString(SLOTS * number / PRIMARIES),
                    Integer.toString(SLOTS * (number + 1) / PRIMARIES - 1));
        }
        awaitEach(number -> says(number, "cluster_known_nodes:" + nodes.size()));
        for (int number = PRIMARIES; number < nodes.size(); number++) {
            var primary = RedisNodes.text(port(number - PRIMARIES), Command.CLUSTER, "MYID");
            RedisNodes.ask(port(number), Command.CLUSTER, "REPLICATE", primary);
        }
        awaitEach(number -> says(number, "cluster_state:ok"));
        awaitEach(number -> number >= PRIMARIES || hasReplica(number));
    }

    private boolean says(int number, String words) {
        return RedisNodes.text(port(number), Command.CLUSTER, "INFO").contains(words);
    }

    private boolean hasReplica(int number) {
        return RedisNodes.replication(port(number)).contains("state=online");
    }

    private void awaitEach(java.util.function.IntPredicate condition) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> IntStream.range(0, nodes.size()).allMatch(condition));
    }

    private int port(int number) {
        return nodes.get(number).port();
    }

    /** Every node's host and port, with commas between them. */
    public String nodes() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    }

    /** Ends one that is a primary now as a crash would; answers which. */
    public int killAPrimary() {
        var victim = IntStream.range(0, nodes.size())
                .filter(number -> nodes.get(number).isAlive())
                .filter(number -> RedisNodes.replication(port(number)).contains("role:master"))
                .filter(this::hasReplica)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no primary has a replica to take its place"));
        nodes.get(victim).kill();
        return victim;
    }

    /** Starts it again with what it had; what was a primary comes back as a replica of the one that took its place. */
    public void startAgain(int number) {
        nodes.get(number).start();
    }

    @Override
    public void close() {
        nodes.forEach(NativeRedis::close);
    }
}
