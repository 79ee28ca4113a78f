package dev.midori.preview.testing;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.midori.preview.messaging.amqp.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/** A RabbitMQ of the test's own: in Docker where an engine answers, else a private node in a temporary folder. */
public final class TestRabbit implements AutoCloseable {
    private static final int PORT = 5672;

    /** With users, because a broker that is given definitions makes none itself. */
    private static final String SHORT_WAITS = """
            {
              "vhosts": [{"name": "/"}],
              "users": [{"name": "guest", "password": "guest", "tags": ["administrator"]}],
              "permissions": [
                {"user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}
              ],
              "policies": [{
                "vhost": "/", "name": "short-waits", "pattern": "^preview\\\\.retry\\\\.", "apply-to": "queues",
                "definition": {"message-ttl": MILLIS}
              }]
            }
            """;

    private final TestServer server;

    private TestRabbit(TestServer server) {
        this.server = server;
    }

    /** Returns once it answers. */
    public static TestRabbit start() {
        return start(Docker.answers() ? inDocker() : new NativeRabbit(List.of()));
    }

    /**
     * One with further lines in its configuration. It is always a process, because these name files of this machine; see
     * {@link #canBeAProcess}.
     */
    public static TestRabbit start(List<String> settings) {
        return start(new NativeRabbit(settings));
    }

    /**
     * One in which nothing waits longer than that for its next attempt: of a policy's limit and a queue's own, the broker
     * takes the lower. In Docker they wait as long as they do for an operator.
     */
    public static TestRabbit startWithWaitsOfAtMost(Duration longest) {
        return start(
                Docker.answers()
                        ? inDocker()
                        : NativeRabbit.with(SHORT_WAITS.replace("MILLIS", Long.toString(longest.toMillis()))));
    }

    /** Whether this machine has RabbitMQ itself. */
    public static boolean canBeAProcess() {
        return Brokers.program("rabbitmq-server").isPresent() || Executables.any(RabbitNode.PROGRAMS);
    }

    private static TestRabbit start(TestServer server) {
        server.start();
        var rabbit = new TestRabbit(server);
        System.out.println("started RabbitMQ " + rabbit.version());
        return rabbit;
    }

    /** What it says that it is. */
    String version() {
        return with(channel ->
                String.valueOf(channel.getConnection().getServerProperties().get("version")));
    }

    public String url() {
        return "amqp://guest:guest@127.0.0.1:" + server.port();
    }

    public int port() {
        return server.port();
    }

    /** Ends it in good order; what is durable stays. */
    public void stop() {
        server.stop();
    }

    /** Starts it again on the same port with what it had. */
    public void startAgain() {
        server.start();
    }

    /** Lets it stand still: connections stay open, and nobody answers. */
    public void pause() {
        server.pause();
    }

    /** Lets it go on. */
    public void resume() {
        server.resume();
    }

    /** Ends it in good order and starts it again. */
    public void restart() {
        stop();
        startAgain();
    }

    /** Puts a message of anybody's into a queue, and waits until the broker has it. */
    public void publish(String queue, byte[] body) {
        with(channel -> {
            channel.confirmSelect();
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body);
            channel.waitForConfirmsOrDie();
            return true;
        });
    }

    /** How many messages wait in each queue of our topology. */
    public Map<String, Long> depths() {
        return with(channel -> {
            var depths = new TreeMap<String, Long>();
            for (var queue : Topology.queues()) {
                depths.put(queue, (long) channel.queueDeclarePassive(queue).getMessageCount());
            }
            return depths;
        });
    }

    @FunctionalInterface
    private interface OnChannel<T> {
        T apply(Channel channel) throws IOException, InterruptedException;
    }

    static Connection connect(int port) throws IOException, TimeoutException {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        return factory.newConnection();
    }

    private <T> T with(OnChannel<T> action) {
        try (var connection = connect(port());
                var channel = connection.createChannel()) {
            return action.apply(channel);
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the broker does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static TestServer inDocker() {
        var port = Ports.free();
        var image = DockerImageName.parse("rabbitmq").withTag(Brokers.asked().rabbit() + "-alpine");
        var container = new RabbitMQContainer(image);
        container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, PORT)));
        return new ContainerServer(container, port);
    }
}
