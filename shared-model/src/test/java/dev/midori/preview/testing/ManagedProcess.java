package dev.midori.preview.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that a test started, with everything that it started in turn. Closing it leaves none of them behind. */
public final class ManagedProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    private final String name;
    private final Process process;
    private final Path log;

    private ManagedProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::kill));
    }

    /** Starts it; what it prints is added to the log file. */
    public static ManagedProcess start(
            String name, List<String> command, Map<String, String> environment, Path directory, Path log) {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ManagedProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be started".formatted(name), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Everything that it has printed. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws with the end of its log where it has ended. */
    public void requireAlive() {
        if (!isAlive()) {
            var lines = log().lines().toList();
            var tail = String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
            throw new IllegalStateException("%s has ended:%n%s".formatted(name, tail));
        }
    }

    /** Asks it to end, and waits until it has. */
    public void stop() {
        var all = withDescendants();
        process.destroy();
        await(PATIENCE);
        all.forEach(ProcessHandle::destroyForcibly);
        await(PATIENCE);
    }

    /** Asks what it started to end, and waits until it has ended with that. */
    public void stopChildren() {
        process.children().forEach(ProcessHandle::destroy);
        await(PATIENCE);
    }

    /** Waits until it has ended by itself. */
    public void awaitEnd() {
        await(PATIENCE);
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        withDescendants().forEach(ProcessHandle::destroyForcibly);
        await(PATIENCE);
    }

    /** Lets it, and whatever it started, stand still. */
    public void pause() {
        signal("STOP");
    }

    /** Lets them go on. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        var command = Stream.concat(
                        Stream.of("kill", "-" + signal),
                        withDescendants().stream().map(it -> Long.toString(it.pid())))
                .toList();
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ProcessHandle> withDescendants() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    private void await(Duration patience) {
        try {
            process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
