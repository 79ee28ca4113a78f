package dev.midori.preview.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import redis.clients.jedis.RedisClient;

/** A Redis of the test's own: in Docker where an engine answers, else a process in a temporary folder. */
public final class TestRedis implements AutoCloseable {
    private static final int PORT = 6379;
    private static final int LONGEST_ANSWER = 200;
    static final List<String> SETTINGS = List.of(
            "--maxmemory-policy",
            "noeviction",
            "--hash-max-listpack-value",
            "128",
            "--save",
            "",
            "--appendonly",
            "yes");

    private final TestServer server;

    private TestRedis(TestServer server) {
        this.server = server;
    }

    /** Returns once it answers. */
    public static TestRedis start() {
        return start(Docker.answers() ? inDocker() : new NativeRedis(SETTINGS));
    }

    /**
     * One with further options. It is always a process, because these name files of this machine; see
     * {@link #canBeAProcess}.
     */
    public static TestRedis start(List<String> options) {
        return start(new NativeRedis(
                Stream.concat(SETTINGS.stream(), options.stream()).toList()));
    }

    /** Whether this machine has Redis itself. */
    public static boolean canBeAProcess() {
        return Brokers.program("redis-server").isPresent() || Executables.any(NativeRedis.PROGRAMS);
    }

    private static TestRedis start(TestServer server) {
        server.start();
        var redis = new TestRedis(server);
        System.out.println("started Redis " + redis.version());
        return redis;
    }

    /** What it says that it is. */
    String version() {
        try (var client = RedisClient.create(url())) {
            return client.info("server")
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .map(line -> line.substring("redis_version:".length()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + server.port();
    }

    public int port() {
        return server.port();
    }

    /** Ends it; its data stays. */
    public void stop() {
        server.stop();
    }

    /** Starts it again on the same port with what it had, and returns once that is loaded. */
    public void startAgain() {
        server.start();
        await().pollInterval(Duration.ofMillis(20)).until(() -> ask("PING").equals("+PONG"));
    }

    /** Lets it stand still: connections stay open, and nobody answers. */
    public void pause() {
        server.pause();
    }

    /** Lets it go on. */
    public void resume() {
        server.resume();
    }

    /** Ends it and starts it again. */
    public void restart() {
        stop();
        startAgain();
    }

    /** Forgets everything. */
    public void flush() {
        var answer = ask("FLUSHALL");
        if (!answer.startsWith("+")) {
            throw new IllegalStateException("Redis did not flush: " + answer);
        }
    }

    /** The first of what it answers to an inline command. */
    private String ask(String command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = new byte[LONGEST_ANSWER];
            var length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new IllegalStateException("Redis does not answer", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static TestServer inDocker() {
        var port = Ports.free();
        var image = DockerImageName.parse("redis").withTag(Brokers.asked().redis() + "-alpine");
        var container = new GenericContainer<>(image)
                .withCommand(Stream.concat(Stream.of("redis-server"), SETTINGS.stream())
                        .toArray(String[]::new));
        container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, PORT)));
        return new ContainerServer(container, port);
    }
}
