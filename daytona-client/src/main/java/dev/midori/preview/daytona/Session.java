package dev.midori.preview.daytona;

import java.util.List;

/** A shell in a sandbox and the commands that it was given, oldest first. */
public record Session(String id, List<SessionCommand> commands) {
    public Session {
        commands = List.copyOf(commands);
    }
}
