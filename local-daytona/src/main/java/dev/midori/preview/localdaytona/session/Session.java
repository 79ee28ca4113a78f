package dev.midori.preview.localdaytona.session;

import dev.midori.preview.localdaytona.machine.Shell;
import dev.midori.preview.localdaytona.machine.ShellCommand;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One shell and its commands, oldest first. */
public final class Session {
    /** A command, as it was given. */
    public record Command(String id, String text, ShellCommand running, boolean echoesInput) {}

    private final String id;
    private final Shell shell;
    private final Map<String, Command> commands = Collections.synchronizedMap(new LinkedHashMap<>());

    Session(String id, Shell shell) {
        this.id = id;
        this.shell = shell;
    }

    public String id() {
        return id;
    }

    /**
     * Queues a command behind those before it.
     *
     * @param echoesInput whether its log shows what it was given to read
     */
    public Command run(String text, Shell.Stdin stdin, boolean echoesInput) {
        var commandId = UUID.randomUUID().toString();
        var command = new Command(commandId, text, shell.run(commandId, text, stdin), echoesInput);
        commands.put(commandId, command);
        return command;
    }

    public Optional<Command> command(String commandId) {
        return Optional.ofNullable(commands.get(commandId));
    }

    public Collection<Command> commands() {
        synchronized (commands) {
            return List.copyOf(commands.values());
        }
    }

    void close() {
        shell.close();
    }
}
