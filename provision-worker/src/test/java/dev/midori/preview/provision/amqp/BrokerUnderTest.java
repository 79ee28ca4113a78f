package dev.midori.preview.provision.amqp;

import dev.midori.preview.messaging.amqp.ConfirmedSender;
import dev.midori.preview.messaging.amqp.Headers;
import dev.midori.preview.messaging.amqp.Topology;
import dev.midori.preview.testing.TestRabbit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.support.GenericApplicationContext;

/** A real broker with our topology, empty before each test of a class that registers it and closed after the last. */
final class BrokerUnderTest implements BeforeEachCallback, AfterAllCallback {
    final CachingConnectionFactory connections;
    final RabbitTemplate rabbit;

    private final TestRabbit broker = TestRabbit.start();
    private final RabbitAdmin admin;

    BrokerUnderTest() {
        connections = new CachingConnectionFactory(URI.create(broker.url()));
        connections.setPublisherConfirmType(ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        rabbit = new RabbitTemplate(connections);
        rabbit.setMandatory(true);
        admin = new RabbitAdmin(connections);
        try (var context = new GenericApplicationContext()) {
            context.registerBean("topology", Declarables.class, Topology::declarables);
            context.refresh();
            admin.setApplicationContext(context);
            admin.initialize();
        }
    }

    Settlement settlement(Clock clock) {
        return new Settlement(new ConfirmedSender(rabbit, Duration.ofSeconds(5)), new SimpleMeterRegistry(), clock);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Topology.declarables().getDeclarables().stream()
                .filter(Queue.class::isInstance)
                .map(Queue.class::cast)
                .forEach(queue -> admin.purgeQueue(queue.getName()));
    }

    void publish(String queue, byte[] body) {
        rabbit.send(
                "",
                queue,
                MessageBuilder.withBody(body)
                        .setMessageId(UUID.randomUUID().toString())
                        .setHeader(Headers.COPY_ID, UUID.randomUUID().toString())
                        .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                        .build());
    }

    Message receive(String queue) {
        return Objects.requireNonNull(rabbit.receive(queue, 5000), queue + " stayed empty");
    }

    long depth(String queue) {
        return Objects.requireNonNull(admin.getQueueInfo(queue)).getMessageCount();
    }

    void restart() {
        broker.restart();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        connections.destroy();
        broker.close();
    }
}
