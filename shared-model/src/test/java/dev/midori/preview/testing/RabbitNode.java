package dev.midori.preview.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One node of RabbitMQ, in a folder of its own, with its own ports. Nodes that share a home share their cookie, and nodes that
 * share a port mapper can find each other.
 */
final class RabbitNode {
    static final String[] PROGRAMS = {"/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server"};

    private final Path folder;
    private final String name;
    private final int port;
    private final Map<String, String> environment;
    private final String server =
            Brokers.program("rabbitmq-server").orElseGet(() -> Executables.first("rabbitmq-server", PROGRAMS));
    private @Nullable ManagedProcess process;

    /** @param settings further lines of its configuration */
    RabbitNode(Path home, int mapperPort, List<String> settings) {
        this.port = Ports.free();
        this.name = "midori-test-%d@localhost".formatted(port);
        this.folder = home.resolve(Integer.toString(port));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        configure(settings);
        write("enabled_plugins", "[].");
        write("rabbitmq-env.conf", "");
        environment = Map.ofEntries(
                Map.entry("HOME", home.toString()),
                Map.entry("RABBITMQ_NODENAME", name),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(Ports.free())),
                Map.entry("RABBITMQ_MNESIA_BASE", path("mnesia")),
                Map.entry("RABBITMQ_LOG_BASE", path("log")),
                Map.entry("RABBITMQ_PID_FILE", path("pid")),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", path("enabled_plugins")),
                Map.entry("RABBITMQ_CONF_ENV_FILE", path("rabbitmq-env.conf")),
                Map.entry("RABBITMQ_CONFIG_FILE", path("rabbitmq.conf")),
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none"),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("ERL_EPMD_PORT", Integer.toString(mapperPort)));
    }

    /** Before it is first started. */
    void configure(List<String> settings) {
        write("rabbitmq.conf", """
                listeners.tcp.local = 127.0.0.1:%d
                disk_free_limit.absolute = 50MB
                log.console = true
                log.file = false
                %s
                """.formatted(port, String.join("\n", settings)));
    }

    /** The mapper that nodes are found by; started first, because a node that finds none starts one that outlives it. */
    static ManagedProcess startMapper(Path home, int port) {
        var epmd = Brokers.program("epmd").orElse("epmd");
        var environment = Map.of("ERL_EPMD_ADDRESS", "127.0.0.1", "ERL_EPMD_PORT", Integer.toString(port));
        var mapper = ManagedProcess.start("epmd", List.of(epmd), environment, home, home.resolve("epmd.log"));
        Ports.awaitAnswer(port, mapper);
        return mapper;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** Returns at once; see {@link #awaitAnswer}. */
    void launch() {
        if (process == null || !process.isAlive()) {
            process = ManagedProcess.start(
                    "rabbitmq", List.of(server), environment, folder, folder.resolve("rabbitmq.log"));
        }
    }

    /** Waits until it lets somebody in: it accepts connections before that, and closes them again. */
    void awaitAnswer() {
        Ports.awaitAnswer(launched(), this::letsIn);
    }

    private boolean letsIn() {
        try (var _ = TestRabbit.connect(port)) {
            return true;
        } catch (IOException | TimeoutException _) {
            return false;
        }
    }

    /** The node itself is asked: its start script would first start a second Erlang to ask it. */
    void stop() {
        if (process != null) {
            process.stopChildren();
        }
    }

    /** Lets it stand still. */
    void pause() {
        launched().pause();
    }

    /** Lets it go on. */
    void resume() {
        launched().resume();
    }

    private ManagedProcess launched() {
        return Objects.requireNonNull(process, "it was launched");
    }

    /** Ends it as a crash would. */
    void kill() {
        launched().kill();
    }

    void close() {
        stop();
        if (process != null) {
            process.close();
        }
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }

    private void write(String file, String content) {
        try {
            Files.writeString(folder.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
