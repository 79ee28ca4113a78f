package dev.midori.preview.provision.fake;

import dev.midori.preview.command.Command;
import dev.midori.preview.messaging.Commands;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was published. */
public final class PublishedCommands implements Commands {
    private final List<Command> published = new CopyOnWriteArrayList<>();

    /** Everything so far. */
    public List<Command> all() {
        return published;
    }

    @Override
    public void publish(Command command) {
        published.add(command);
    }

    @Override
    public void send(Command command) {
        published.add(command);
    }
}
