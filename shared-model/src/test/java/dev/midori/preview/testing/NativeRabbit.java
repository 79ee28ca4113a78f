package dev.midori.preview.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A private node: own folder, own cookie, own ports and its own port mapper, so that it neither meets another node nor
 * leaves anything running.
 */
final class NativeRabbit implements TestServer {
    private final TemporaryFolder folder = TemporaryFolder.create("rabbitmq");
    private final ManagedProcess mapper;
    private final RabbitNode node;

    /** @param settings further lines of its configuration */
    NativeRabbit(List<String> settings) {
        this(settings, Optional.empty());
    }

    private NativeRabbit(List<String> settings, Optional<String> definitions) {
        var all = new ArrayList<>(settings);
        definitions.map(this::written).ifPresent(file -> all.add("load_definitions = " + file));
        var mapperPort = Ports.free();
        node = new RabbitNode(folder.path(), mapperPort, all);
        mapper = RabbitNode.startMapper(folder.path(), mapperPort);
        node.launch();
    }

    /** @param definitions what is there from its start, as an operator exports it */
    static NativeRabbit with(String definitions) {
        return new NativeRabbit(List.of(), Optional.of(definitions));
    }

    private Path written(String definitions) {
        try {
            return Files.writeString(folder.path().resolve("definitions.json"), definitions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        node.launch();
        node.awaitAnswer();
    }

    @Override
    public void stop() {
        node.stop();
    }

    @Override
    public void pause() {
        node.pause();
    }

    @Override
    public void resume() {
        node.resume();
    }

    @Override
    public int port() {
        return node.port();
    }

    @Override
    public void close() {
        node.close();
        mapper.close();
        folder.close();
    }
}
