package dev.midori.preview.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.commands.ProtocolCommand;

/** Redis processes that are parts of something larger, and what is said to each of them alone. */
final class RedisNodes {
    static final ProtocolCommand SENTINEL = () -> "SENTINEL".getBytes(StandardCharsets.US_ASCII);

    private RedisNodes() {}

    static NativeRedis start(String... options) {
        var node = new NativeRedis(
                Stream.concat(TestRedis.SETTINGS.stream(), Stream.of(options)).toList());
        node.start();
        return node;
    }

    @SuppressWarnings("deprecation")
    static Object ask(int port, ProtocolCommand command, String... arguments) {
        try (var client = RedisClient.create("redis://127.0.0.1:" + port)) {
            return client.sendCommand(command, arguments);
        }
    }

    /** The same, where the answer is text. */
    static String text(int port, ProtocolCommand command, String... arguments) {
        return new String((byte[]) ask(port, command, arguments), StandardCharsets.UTF_8);
    }

    /** The same, where it is a list of texts. */
    static List<String> texts(int port, ProtocolCommand command, String... arguments) {
        return ((List<?>) ask(port, command, arguments))
                .stream()
                        .map(item -> new String((byte[]) item, StandardCharsets.UTF_8))
                        .toList();
    }

    /** What it says of its replication. */
    static String replication(int port) {
        return text(port, Command.INFO, "replication");
    }
}
