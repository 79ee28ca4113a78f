package dev.midori.preview.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A primary with two replicas, and three sentinels that look after them, as processes on this machine. */
public final class TestRedisSentinel implements AutoCloseable {
    private static final String NAME = "midori";
    private static final int SENTINELS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TemporaryFolder folder = TemporaryFolder.create("sentinels");
    private final List<NativeRedis> nodes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final List<ManagedProcess> sentinels = new ArrayList<>();

    private TestRedisSentinel() {}

    /** Returns once the sentinels know each other and the replicas; see {@link TestRedis#canBeAProcess}. */
    public static TestRedisSentinel start() {
        var all = new TestRedisSentinel();
        all.nodes.add(RedisNodes.start());
        var primary = all.nodes.getFirst().port();
        for (int number = 1; number < 3; number++) {
            all.nodes.add(RedisNodes.start("--replicaof", "127.0.0.1", Integer.toString(primary)));
        }
        await().atMost(PATIENCE)
                .until(() -> RedisNodes.replication(primary)
                                .lines()
                                .filter(line -> line.contains("state=online"))
                                .count()
                        == 2);
        IntStream.range(0, SENTINELS).forEach(_ -> all.startSentinel(primary));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> all.ports.stream().allMatch(all::knowsTheOthers));
        return all;
    }

    private void startSentinel(int primary) {
        var port = Ports.free();
        var file = folder.path().resolve("sentinel-%d.conf".formatted(port));
        try {
            Files.writeString(file, """
                    port %d
                    bind 127.0.0.1
                    dir %s
                    sentinel monitor %s 127.0.0.1 %d 2
                    sentinel down-after-milliseconds %s 1500
                    sentinel failover-timeout %s 4000
                    """.formatted(port, folder.path(), NAME, primary, NAME, NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var program = Brokers.program("redis-server")
                .orElseGet(() -> Executables.first("redis-server", NativeRedis.PROGRAMS));
        var log = folder.path().resolve("sentinel-%d.log".formatted(port));
        var sentinel = ManagedProcess.start(
                "sentinel", List.of(program, file.toString(), "--sentinel"), Map.of(), folder.path(), log);
        Ports.awaitAnswer(port, sentinel);
        sentinels.add(sentinel);
        ports.add(port);
    }

    private boolean knowsTheOthers(int sentinel) {
        var said = RedisNodes.texts(sentinel, RedisNodes.SENTINEL, "MASTER", NAME);
        return said.get(said.indexOf("num-other-sentinels") + 1).equals(Integer.toString(SENTINELS - 1))
                && said.get(said.indexOf("num-slaves") + 1).equals("2");
    }

    /** What the sentinels call it. */
    public String name() {
        return NAME;
    }

    /** Every sentinel's host and port, with commas between them. */
    public String sentinels() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** Ends the one that is the primary now as a crash would; answers which. */
    public int killThePrimary() {
        var port = Integer.parseInt(
                RedisNodes.texts(ports.getFirst(), RedisNodes.SENTINEL, "GET-MASTER-ADDR-BY-NAME", NAME)
                        .get(1));
        var victim = IntStream.range(0, nodes.size())
                .filter(number -> nodes.get(number).port() == port)
                .findFirst()
                .orElseThrow();
        nodes.get(victim).kill();
        return victim;
    }

    /** Starts it again with what it had; the sentinels make it a replica. */
    public void startAgain(int number) {
        nodes.get(number).start();
    }

    @Override
    public void close() {
        sentinels.forEach(ManagedProcess::close);
        nodes.forEach(NativeRedis::close);
        folder.close();
    }
}
