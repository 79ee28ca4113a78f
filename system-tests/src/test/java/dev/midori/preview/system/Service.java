package dev.midori.preview.system;

import static org.awaitility.Awaitility.await;

import dev.midori.preview.testing.ManagedProcess;
import dev.midori.preview.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of our services as a process of its own. */
final class Service implements AutoCloseable {
    /** A variable for us and not for the service: how much heap it has. */
    static final String HEAP = "HEAP";

    private static final Duration START = Duration.ofSeconds(90);
    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final String module;
    private final ManagedProcess process;
    private final int port;

    private Service(String module, ManagedProcess process, int port) {
        this.module = module;
        this.process = process;
        this.port = port;
    }

    /** Starts a module's jar on a free port, and returns once the path answers 200. */
    static Service start(
            String module,
            String name,
            Path folder,
            Map<String, String> environment,
            String ready,
            String... arguments) {
        var jar = jarOf(module);
        var log = logs(folder).resolve(name + ".log");
        var prepared = prepared(module, environment, arguments, log);
        var port = Ports.free();
        var command = new ArrayList<>(List.of(
                Path.of(JAVA_HOME, "bin", "java").toString(),
                "-Xmx" + environment.getOrDefault(HEAP, "256m"),
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:AOTCache=" + prepared.resolve("app.aot")));
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-jar", prepared.resolve(jar.getFileName()).toString()));
        command.addAll(List.of(arguments));
        var variables = new HashMap<>(environment);
        variables.put("SERVER_PORT", Integer.toString(port));
        var process = ManagedProcess.start(name, command, variables, root(), log);
        var service = new Service(module, process, port);
        await().atMost(START).pollInterval(Duration.ofMillis(200)).until(() -> {
            process.requireAlive();
            return Http.get(service.url(ready)).statusCode() == 200;
        });
        return service;
    }

    /**
     * Many services are started and killed here, so each module is made to start fast, once for all tests.
     *
     * @return the folder with its jar, which has its usual name, and {@code app.aot}
     */
    static Path prepared(String module, Map<String, String> environment, String[] arguments, Path log) {
        var jar = jarOf(module);
        var command =
                new ArrayList<>(List.of(root().resolve("deploy/lib/aot.sh").toString(), jar.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", JAVA_HOME);
        builder.environment().put("JVM_OPTIONS", String.join(" ", JVM_OPTIONS));
        try {
            var process = builder.start();
            var folder = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("%s could not be prepared; see %s".formatted(jar, log));
            }
            return Path.of(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Logs outlive the test, for whoever has to find out why it failed. */
    static Path logs(Path folder) {
        try {
            return Files.createDirectories(
                    root().resolve("system-tests/target/service-logs").resolve(folder.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checkout that is tested. */
    static Path root() {
        return Path.of(System.getProperty("midori.root", "..")).toAbsolutePath().normalize();
    }

    static Path jarOf(String module) {
        return root().resolve(module)
                .resolve("target")
                .resolve("%s-%s.jar".formatted(module, System.getProperty("midori.version", "0.1.0-SNAPSHOT")));
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    boolean isOf(String name) {
        return module.equals(name);
    }

    int port() {
        return port;
    }

    ManagedProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
