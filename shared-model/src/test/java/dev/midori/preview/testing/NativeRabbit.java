package dev.midori.preview.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A private node: own folder, own cookie, own ports and its own port mapper, so that it neither meets another node nor
 * leaves anything running.
 */
final class NativeRabbit implements TestServer {
    private final TemporaryFolder folder = TemporaryFolder.create("rabbitmq");
    private final int port = Ports.free();
    private final int mapperPort = Ports.free();
    private final Map<String, String> environment;
    private final String server = Brokers.program("rabbitmq-server")
            .orElseGet(() -> Executables.first(
                    "rabbitmq-server", "/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server"));
    private final ManagedProcess mapper;
    private ManagedProcess process;

    NativeRabbit() {
        write("rabbitmq.conf", """
                listeners.tcp.local = 127.0.0.1:%d
                disk_free_limit.absolute = 50MB
                log.console = true
                log.file = false
                """.formatted(port));
        write("enabled_plugins", "[].");
        write("rabbitmq-env.conf", "");
        environment = Map.ofEntries(
                Map.entry("HOME", folder.path().toString()),
                Map.entry("RABBITMQ_NODENAME", "midori-test-%d@localhost".formatted(port)),
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
        // Started here, because a node that finds none starts one that outlives it.
        var epmd = Brokers.program("epmd").orElse("epmd");
        mapper = ManagedProcess.start("epmd", List.of(epmd), environment, folder.path(), log());
        Ports.awaitAnswer(mapperPort, mapper);
        process = launch();
    }

    private ManagedProcess launch() {
        return ManagedProcess.start("rabbitmq", List.of(server), environment, folder.path(), log());
    }

    @Override
    public void start() {
        if (!process.isAlive()) {
            process = launch();
        }
        Ports.awaitAnswer(port, process);
    }

    /** The node itself is asked: its start script would first start a second Erlang to ask it. */
    @Override
    public void stop() {
        process.stopChildren();
    }

    @Override
    public void pause() {
        process.pause();
    }

    @Override
    public void resume() {
        process.resume();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        stop();
        process.close();
        mapper.close();
        folder.close();
    }

    private Path log() {
        return folder.path().resolve("rabbitmq.log");
    }

    private String path(String name) {
        return folder.path().resolve(name).toString();
    }

    private void write(String name, String content) {
        try {
            Files.writeString(folder.path().resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
