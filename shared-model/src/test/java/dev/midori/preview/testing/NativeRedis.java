package dev.midori.preview.testing;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Redis process in a temporary folder. */
final class NativeRedis implements TestServer {
    static final String[] PROGRAMS = {"/usr/bin/redis-server", "/usr/local/bin/redis-server"};

    private final TemporaryFolder folder = TemporaryFolder.create("redis");
    private final int port = Ports.free();
    private final List<String> command;
    private ManagedProcess process;

    NativeRedis(List<String> settings) {
        var server = Brokers.program("redis-server").orElseGet(() -> Executables.first("redis-server", PROGRAMS));
        command = Stream.concat(
                        Stream.of(
                                server,
                                "--port",
                                Integer.toString(port),
                                "--bind",
                                "127.0.0.1",
                                "--dir",
                                folder.path().toString()),
                        settings.stream())
                .toList();
        process = launch();
    }

    private ManagedProcess launch() {
        return ManagedProcess.start(
                "redis", command, Map.of(), folder.path(), folder.path().resolve("redis.log"));
    }

    @Override
    public void start() {
        if (!process.isAlive()) {
            process = launch();
        }
        Ports.awaitAnswer(port, process);
    }

    /** Ends it as a crash would. */
    void kill() {
        process.kill();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void stop() {
        process.stop();
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
        process.close();
        folder.close();
    }
}
