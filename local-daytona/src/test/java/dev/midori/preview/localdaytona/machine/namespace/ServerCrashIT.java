package dev.midori.preview.localdaytona.machine.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.localdaytona.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own, which is ended without a warning. */
class ServerCrashIT {
    private static final String KEY = "the-key";

    @Test
    void aKilledServerLeavesNothingRunningAndTheNextOneCleansUp(@TempDir Path folder) throws IOException {
        var sandboxes = folder.resolve("data/sandboxes");
        var first = start(folder);
        String id;
        var machine = new ArrayList<ProcessHandle>();
        try {
            id = create(first);
            first.http()
                    .post(
                            "/toolbox/%s/process/execute".formatted(id),
                            Map.of("command", "nohup setsid sleep 7654 >/dev/null 2>&1 & echo x > kept.txt"));
            machine.addAll(first.process().descendants().toList());
            assertThat(machine).isNotEmpty();
            assertThat(sleepers()).hasSize(1);
        } finally {
            first.process().destroyForcibly();
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(machine).noneMatch(ProcessHandle::isAlive);
            assertThat(sleepers()).isEmpty();
        });
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(folder.toString());

        var second = start(folder);
        try {
            assertThat(sandboxes.resolve(id)).doesNotExist();
            assertThat(second.http().get("/api/sandbox").json().path("items")).isEmpty();
            create(second);
            machine.addAll(second.process().descendants().toList());
        } finally {
            second.process().destroy();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(second.process().isAlive()).isFalse());
        assertThat(machine).noneMatch(ProcessHandle::isAlive);
        try (var left = Files.list(sandboxes)) {
            assertThat(left).isEmpty();
        }
    }

    private record Running(Process process, Http http) {}

    private static Running start(Path folder) throws IOException {
        var port = freePort();
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar().toString(),
                "--server.port=" + port,
                "--local-daytona.proxy-port=0",
                "--local-daytona.api-key=" + KEY,
                "--local-daytona.data-dir=" + folder.resolve("data"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        var http = new Http(port, KEY);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> isReady(http));
        return new Running(process, http);
    }

    private static boolean isReady(Http http) {
        try {
            return http.get("/api/health").status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private static String create(Running server) {
        var id = server.http()
                .post("/api/sandbox", Map.of("name", "one"))
                .json()
                .path("id")
                .asString();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.http()
                        .get("/api/sandbox/" + id)
                        .json()
                        .path("state")
                        .asString()
                        .equals("started"));
        return id;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path jar() throws IOException {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("local-daytona-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the server is not packaged"))
                    .toAbsolutePath();
        }
    }

    private static List<String> sleepers() {
        return commandLines().filter(line -> line.equals("sleep 7654 ")).toList();
    }

    private static Stream<String> commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> commandLine(process.pid()))
                .flatMap(Optional::stream);
    }

    private static Optional<String> commandLine(long pid) {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc/%d/cmdline".formatted(pid))).replace('\0', ' '));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
