package dev.midori.preview.localdaytona;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The server as it is packaged, in a process of its own. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Path AOT = Path.of("target", "aot").toAbsolutePath();
    private static final Pattern PROXY_PORT = Pattern.compile("previews are served port=\"?(\\d+)");

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** How it is started: as root unless somebody else is named, with little memory, on ports of its own. */
    public record Options(List<String> as, Path jar, String memory, Map<String, String> env, List<String> arguments) {
        public static Options of(String runtime, String... more) {
            return new Options(
                    List.of(),
                    packaged(),
                    "256m",
                    Map.of(),
                    Stream.concat(Stream.of("--local-daytona.runtime=" + runtime), Stream.of(more))
                            .toList());
        }

        public Options memory(String heap) {
            return new Options(as, jar, heap, env, arguments);
        }

        /** By way of a command that becomes another user, who may read that copy of the server. */
        public Options as(List<String> user, Path copy) {
            return new Options(user, copy, memory, env, arguments);
        }

        public Options env(String name, String value) {
            return new Options(as, jar, memory, Map.of(name, value), arguments);
        }
    }

    /** Starts it and waits until it is ready. */
    public static ServerProcess start(Path folder, Options options) throws IOException {
        var server = launch(folder, options);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> PORT.matcher(server.log()).find() || !server.process.isAlive());
            server.port();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Starts it, whatever becomes of it. */
    public static ServerProcess launch(Path folder, Options options) throws IOException {
        var log = Files.createTempFile(folder, "server", ".log");
        var command = new ArrayList<>(options.as());
        command.add(Path.of(JAVA_HOME, "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-Xmx" + options.memory(), "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(options.as().isEmpty() ? prepared(folder, log) : List.of());
        command.addAll(List.of(
                "-jar",
                options.as().isEmpty()
                        ? AOT.resolve(options.jar().getFileName()).toString()
                        : options.jar().toString(),
                "--server.port=0",
                "--local-daytona.proxy-port=0",
                "--local-daytona.api-key=" + ServerUnderTest.KEY,
                "--local-daytona.data-dir=" + folder.resolve("data")));
        command.addAll(options.arguments());
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(options.env());
        return new ServerProcess(builder.start(), log);
    }

    /** Made to start fast, once for all that start it, those of the system tests included; another user can't read it. */
    private static List<String> prepared(Path folder, Path log) throws IOException {
        var command = List.of(
                "../deploy/lib/aot.sh",
                packaged().toString(),
                "--local-daytona.runtime=simulated",
                "--local-daytona.proxy-port=0",
                "--local-daytona.data-dir=" + folder.resolve("training"));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(Map.of("JAVA_HOME", JAVA_HOME, "JVM_OPTIONS", String.join(" ", JVM_OPTIONS)));
        try {
            if (builder.start().waitFor() != 0) {
                throw new IllegalStateException("the server could not be prepared: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Files.writeString(log, "");
        return List.of("-XX:AOTCache=" + AOT.resolve("app.aot"));
    }

    /** What was built last. */
    public static Path packaged() {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("local-daytona-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the server is not packaged"))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new IllegalStateException("the server is not packaged", e);
        }
    }

    public Process process() {
        return process;
    }

    /** All that it has said. */
    public String log() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    public Http http() throws IOException {
        return new Http(port(), ServerUnderTest.KEY);
    }

    private int port() throws IOException {
        return find(PORT);
    }

    public int proxyPort() throws IOException {
        return find(PROXY_PORT);
    }

    private int find(Pattern form) throws IOException {
        var said = log();
        var found = form.matcher(said);
        if (!found.find()) {
            throw new IllegalStateException("the server is not ready: " + said);
        }
        return Integer.parseInt(found.group(1));
    }

    /** A started sandbox of that name; answers its id. */
    public String create(String name) throws IOException {
        var http = http();
        var id = http.post("/api/sandbox", Map.of("name", name))
                .json()
                .path("id")
                .asString();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> http.get("/api/sandbox/" + id)
                        .json()
                        .path("state")
                        .asString()
                        .equals("started"));
        return id;
    }

    /** Asks it to end, and sees that it does. */
    public void stop() {
        process.destroy();
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }
}
