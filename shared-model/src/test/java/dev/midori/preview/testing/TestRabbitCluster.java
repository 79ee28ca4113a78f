package dev.midori.preview.testing;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A cluster of RabbitMQ of the test's own: processes on this machine, of which one or the other is killed and comes back. */
public final class TestRabbitCluster implements AutoCloseable {
    private final TemporaryFolder folder = TemporaryFolder.create("rabbitmq-cluster");
    private final ManagedProcess mapper;
    private final List<RabbitNode> nodes;

    private TestRabbitCluster(int size) {
        var mapperPort = Ports.free();
        nodes = IntStream.range(0, size)
                .mapToObj(_ -> new RabbitNode(folder.path(), mapperPort, List.of()))
                .toList();
        nodes.forEach(node -> node.configure(settings()));
        mapper = RabbitNode.startMapper(folder.path(), mapperPort);
    }

    private List<String> settings() {
        return Stream.concat(
                        Stream.of(
                                "cluster_formation.peer_discovery_backend = classic_config",
                                "cluster_partition_handling = pause_minority"),
                        IntStream.range(0, nodes.size())
                                .mapToObj(number -> "cluster_formation.classic_config.nodes.%d = %s"
                                        .formatted(number + 1, nodes.get(number).name())))
                .toList();
    }

    /** Returns once all of them are one cluster; see {@link TestRabbit#canBeAProcess}. */
    public static TestRabbitCluster start(int size) {
        var cluster = new TestRabbitCluster(size);
        // The first forms it, the others find it there.
        cluster.nodes.getFirst().launch();
        cluster.nodes.getFirst().awaitAnswer();
        cluster.nodes.forEach(RabbitNode::launch);
        cluster.nodes.forEach(RabbitNode::awaitAnswer);
        return cluster;
    }

    /** Every node's, with commas between them, as clients take them. */
    public String urls() {
        return nodes.stream()
                .map(node -> "amqp://guest:guest@127.0.0.1:" + node.port())
                .collect(Collectors.joining(","));
    }

    public int port(int node) {
        return nodes.get(node).port();
    }

    /** Ends a node as a crash would. */
    public void kill(int node) {
        nodes.get(node).kill();
    }

    /** Starts it again with what it had, and returns once it answers. */
    public void startAgain(int node) {
        nodes.get(node).launch();
        nodes.get(node).awaitAnswer();
    }

    @Override
    public void close() {
        nodes.forEach(RabbitNode::close);
        mapper.close();
        folder.close();
    }
}
