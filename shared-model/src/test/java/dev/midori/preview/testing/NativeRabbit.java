package dev.midori.preview.testing;

import java.util.List;

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
        var mapperPort = Ports.free();
        node = new RabbitNode(folder.path(), mapperPort, settings);
        mapper = RabbitNode.startMapper(folder.path(), mapperPort);
        node.launch();
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
