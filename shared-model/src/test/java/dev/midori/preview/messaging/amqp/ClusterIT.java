package dev.midori.preview.messaging.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.MessageProperties;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.testing.TestRabbit;
import dev.midori.preview.testing.TestRabbitCluster;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/** What the topology promises on a broker of several nodes. */
class ClusterIT {
    private static final int CONSUMERS = 60;

    /** More than any limit that is meant for crash loops. */
    private static final int MANY = 20;

    private int looks;

    /**
     * A quorum queue takes the consumers of a node that comes back for alive until it has heard of each that it is gone, and
     * offers what waits to one after the other.
     */
    @Test
    void aMessageThatIsOfferedToAllWhoDiedWithANodeIsStillThere() throws Exception {
        assumeTrue(TestRabbit.canBeAProcess(), "RabbitMQ is not installed on this machine");
        try (var cluster = TestRabbitCluster.start(3)) {
            declareTopology(cluster.port(1));
            var doomed = connect(cluster.port(0));
            consume(doomed);
            cluster.kill(0);
            doomed.abort(1000);
            try (var connection = connect(cluster.port(1));
                    var channel = connection.createChannel()) {
                channel.confirmSelect();
                channel.basicPublish(
                        Queues.WORK_EXCHANGE, Queues.PROVISION, MessageProperties.PERSISTENT_BASIC, new byte[] {1});
                channel.waitForConfirmsOrDie(5000);

                cluster.startAgain(0);

                await().atMost(Duration.ofMinutes(1)).until(() -> deliveries(channel) > MANY);
                assertThat(channel.messageCount(Queues.DEAD_LETTERS)).isZero();
            }
        }
    }

    private static void consume(Connection connection) throws Exception {
        for (int i = 0; i < CONSUMERS; i++) {
            var channel = connection.createChannel();
            channel.basicQos(1);
            channel.basicConsume(Queues.PROVISION, false, new DefaultConsumer(channel));
        }
    }

    /** How often the broker has handed the message to others; 0 while it is in the hands of one who is gone. */
    private long deliveries(Channel channel) throws Exception {
        var message = channel.basicGet(Queues.PROVISION, false);
        if (message == null) {
            return 0;
        }
        channel.basicReject(message.getEnvelope().getDeliveryTag(), true);
        var headers = Objects.requireNonNullElse(message.getProps().getHeaders(), Map.of());
        var others = ((Number) headers.getOrDefault("x-delivery-count", 0)).longValue() - looks;
        looks++;
        return others;
    }

    private static void declareTopology(int port) {
        var connections = new CachingConnectionFactory("127.0.0.1", port);
        try {
            var admin = new RabbitAdmin(connections);
            var all = Topology.declarables();
            all.getDeclarablesByType(Exchange.class).forEach(admin::declareExchange);
            all.getDeclarablesByType(Queue.class).forEach(admin::declareQueue);
            all.getDeclarablesByType(Binding.class).forEach(admin::declareBinding);
        } finally {
            connections.destroy();
        }
    }

    private static Connection connect(int port) throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
