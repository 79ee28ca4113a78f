package dev.midori.preview.localdaytona.machine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one started sandbox's commands run. Safe for use by many threads. */
public interface Machine {
    /** Its files. */
    GuestFiles files();

    /** Where relative paths begin, and commands too. */
    String workDir();

    /**
     * Runs one command to its end.
     *
     * @param cwd     absolute, or relative to {@link #workDir}; that itself where null
     * @param timeout after which it is killed and its output lost; zero is never
     * @return empty where it outlived its timeout
     */
    Optional<Executed> execute(String command, @Nullable String cwd, Map<String, String> env, Duration timeout);

    /** Starts a shell that runs commands one after another. */
    Shell openShell();

    /** Whether something listens on that port. */
    boolean listensOn(int port);

    /** Where that port is reached from outside. */
    Upstream upstream(int port);

    /** Why it may not go on, where it has taken more than it may; finding out takes a while. */
    default Optional<String> excess() {
        return Optional.empty();
    }

    /** Ends whatever runs. Its files stay. Returns when nothing runs any more. */
    void close();

    /** How a command ended; {@code output} holds both of its streams. */
    record Executed(int exitCode, String output) {}
}
