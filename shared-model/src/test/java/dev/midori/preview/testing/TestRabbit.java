package dev.midori.preview.testing;

import java.util.List;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/** A RabbitMQ of the test's own: in Docker where an engine answers, else a private node in a temporary folder. */
public final class TestRabbit implements AutoCloseable {
    private static final DockerImageName IMAGE = DockerImageName.parse("rabbitmq:4-alpine");
    private static final int PORT = 5672;

    private final TestServer server;

    private TestRabbit(TestServer server) {
        this.server = server;
    }

    /** Returns once it answers. */
    public static TestRabbit start() {
        var server = Docker.answers() ? inDocker() : new NativeRabbit();
        server.start();
        return new TestRabbit(server);
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

    /** Ends it in good order and starts it again. */
    public void restart() {
        stop();
        startAgain();
    }

    @Override
    public void close() {
        server.close();
    }

    private static TestServer inDocker() {
        var port = Ports.free();
        var container = new RabbitMQContainer(IMAGE);
        container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, PORT)));
        return new ContainerServer(container, port);
    }
}
