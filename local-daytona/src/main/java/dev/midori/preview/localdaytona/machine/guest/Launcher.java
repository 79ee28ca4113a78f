package dev.midori.preview.localdaytona.machine.guest;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Starts processes inside one machine. */
@FunctionalInterface
public interface Launcher {
    /**
     * Starts a program there, with its streams as pipes.
     *
     * @param env all of its environment
     */
    Process launch(List<String> command, Map<String, String> env) throws IOException;
}
