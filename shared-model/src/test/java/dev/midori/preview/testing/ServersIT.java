package dev.midori.preview.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class ServersIT {
    @Test
    void redisKeepsItsDataOverARestartAndLeavesNothingBehind() {
        var redis = TestRedis.start();
        assertThat(Version.parse(redis.version()))
                .as("as new as was asked for")
                .isGreaterThanOrEqualTo(Version.parse(Brokers.asked().redis()));
        try (var client = RedisClient.create(redis.url())) {
            client.set("key", "value");
        }

        redis.restart();

        try (var client = RedisClient.create(redis.url())) {
            assertThat(client.get("key")).isEqualTo("value");
            redis.flush();
            assertThat(client.get("key")).isNull();
        }
        redis.close();
        assertThat(Ports.answers(redis.port())).isFalse();
        assertThat(processesOf(Integer.toString(redis.port()))).isZero();
    }

    @Test
    void rabbitKeepsItsMessagesOverARestartAndLeavesNothingBehind() throws Exception {
        var rabbit = TestRabbit.start();
        assertThat(Version.parse(rabbit.version()))
                .as("as new as was asked for")
                .isGreaterThanOrEqualTo(Version.parse(Brokers.asked().rabbit()));
        var factory = new ConnectionFactory();
        factory.setUri(rabbit.url());
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            channel.queueDeclare("kept", true, false, false, Map.of("x-queue-type", "quorum"));
            channel.confirmSelect();
            channel.basicPublish(
                    "", "kept", MessageProperties.PERSISTENT_BASIC, "1".getBytes(StandardCharsets.US_ASCII));
            channel.waitForConfirmsOrDie(5000);
        }

        rabbit.restart();

        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            assertThat(channel.basicGet("kept", true).getBody()).asString().isEqualTo("1");
        }
        rabbit.close();
        assertThat(Ports.answers(rabbit.port())).isFalse();
        assertThat(processesOf("midori-test-" + rabbit.port())).isZero();
    }

    private static long processesOf(String word) {
        Predicate<ProcessHandle> mentionsIt = process ->
                process.info().commandLine().filter(line -> line.contains(word)).isPresent();
        return ProcessHandle.allProcesses().filter(mentionsIt).count();
    }
}
