package dev.midori.preview.localdaytona.machine.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.localdaytona.ServerProcess;
import dev.midori.preview.localdaytona.ServerProcess.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    private static final Options OPTIONS = Options.of("namespace");

    @Test
    void aKilledServerLeavesNothingRunningAndTheNextOneCleansUp(@TempDir Path folder) throws IOException {
        var sandboxes = folder.resolve("data/sandboxes");
        String id;
        var machine = new ArrayList<ProcessHandle>();
        var first = ServerProcess.start(folder, OPTIONS);
        try {
            id = first.create("one");
            first.http()
                    .post(
                            "/toolbox/%s/process/execute".formatted(id),
                            Map.of("command", "nohup setsid sleep 7654 >/dev/null 2>&1 & echo x > kept.txt"));
            openPreview(first, id);
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
        assertThat(sandboxes.resolve(id))
                .as("files that wait for the next start")
                .exists();

        try (var second = ServerProcess.start(folder, OPTIONS)) {
            assertThat(sandboxes.resolve(id)).doesNotExist();
            assertThat(groupsOf(id)).isEmpty();
            assertThat(second.http().get("/api/sandbox").json().path("items")).isEmpty();
            assertThat(second.http().get("/api/sandbox/" + id).status()).isEqualTo(404);
            assertThat(second.http().get("/api/sandbox/one").status()).isEqualTo(404);
            assertThat(second.http().get("/toolbox/%s/work-dir".formatted(id)).status())
                    .isEqualTo(401);
            assertThat(second.create("one")).as("the name is free").isNotEqualTo(id);
            machine.addAll(second.process().descendants().toList());
            second.stop();
        }
        assertThat(machine).noneMatch(ProcessHandle::isAlive);
        try (var left = Files.list(sandboxes)) {
            assertThat(left).isEmpty();
        }
    }

    /** Which takes a process more, outside of the sandbox's. */
    private static void openPreview(ServerProcess server, String id) throws IOException {
        var http = server.http();
        http.post(
                "/toolbox/%s/process/execute".formatted(id),
                Map.of(
                        "command",
                        "nohup node -e \"require('http').createServer((q, s) => s.end('x')).listen(3000)\" >/dev/null 2>&1 &"));
        var url = http.get("/api/sandbox/%s/ports/3000/signed-preview-url".formatted(id))
                .json()
                .path("url")
                .asString();
        await().atMost(Duration.ofSeconds(20)).until(() -> http.preview(url).status() == 200);
    }

    @Test
    void withoutWhatItNeedsItStopsWithOneLineThatSaysSo(@TempDir Path folder) throws IOException {
        var empty = Files.createDirectory(folder.resolve("empty"));
        try (var server = ServerProcess.launch(folder, OPTIONS.env("PATH", empty.toString()))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !server.process().isAlive());

            assertThat(server.process().exitValue()).isNotZero();
            var told = server.log()
                    .lines()
                    .filter(line -> line.contains("sandboxes in namespaces need bwrap, pasta"))
                    .toList();
            assertThat(told).hasSize(1);
            assertThat(server.log()).doesNotContain("\tat ");
        }
    }

    /** As pasta does where a host has no tunnels: it ends, and leaves a child that waits for it and holds its output open. */
    @Test
    void aNetworkThatCanNotBeMadeEndsItSoonAndLeavesNothingWaiting(@TempDir Path folder) throws IOException {
        var programs = Files.createDirectory(folder.resolve("programs"));
        var pasta = programs.resolve("pasta");
        Files.writeString(pasta, "#!/bin/sh\nsleep 7655 &\necho 'no tunnels here' >&2\nexit 1\n");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(pasta, PosixFilePermissions.fromString("rwxr-xr-x"));
        var path = programs + ":" + System.getenv("PATH");
        try (var server = ServerProcess.launch(folder, OPTIONS.env("PATH", path))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !server.process().isAlive());

            assertThat(server.log())
                    .contains("sandboxes in namespaces don't work here")
                    .contains("no tunnels here");
            await().untilAsserted(() -> assertThat(commandLines()).doesNotContain("sleep 7655 "));
        }
    }

    /** The control groups of that sandbox, in whichever hierarchy. */
    private static List<Path> groupsOf(String id) throws IOException {
        try (var folders = Files.find(
                Path.of("/sys/fs/cgroup"),
                4,
                (path, _) -> path.getFileName().toString().equals(id))) {
            return folders.toList();
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
