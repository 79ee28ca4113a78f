package dev.midori.preview.localdaytona.machine.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.midori.preview.localdaytona.ServerUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Real sandboxes, as an ordinary caller of the API has them. */
class NamespaceIT {
    private static final String SERVER =
            "require('http').createServer((q, s) => s.end(process.env.WHO + ' ' + q.headers.host)).listen(3000, 'HOST')";

    private static Path folder;
    private static ServerUnderTest server;
    private static String one;
    private static String two;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        folder = temporary;
        server = ServerUnderTest.start(
                "namespace",
                folder,
                "--local-daytona.limits.memory=512MB",
                "--local-daytona.limits.processes=150",
                "--local-daytona.limits.disk=64MB");
        one = server.create(Map.of("name", "one", "env", Map.of("WHO", "one")))
                .path("id")
                .asString();
        two = server.create(Map.of("name", "two", "env", Map.of("WHO", "two")))
                .path("id")
                .asString();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        try (var left = Files.list(folder.resolve("sandboxes"))) {
            assertThat(left).as("folders of sandboxes that are gone").isEmpty();
        }
    }

    private static JsonNode execute(String id, String command) {
        return server.http()
                .post("/toolbox/%s/process/execute".formatted(id), Map.of("command", command, "timeout", 20))
                .json();
    }

    private static String output(String id, String command) {
        return execute(id, command).path("result").asString();
    }

    private static int exitCode(String id, String command) {
        return execute(id, command).path("exitCode").asInt();
    }

    @Test
    void twoSandboxesListenOnTheSamePortAndEachIsReached() {
        for (var entry : Map.of(one, "127.0.0.1", two, "::1").entrySet()) {
            server.http()
                    .upload(
                            "/toolbox/%s/files/bulk-upload".formatted(entry.getKey()),
                            Map.of("server.cjs", SERVER.replace("HOST", entry.getValue())));
            server.start(entry.getKey(), "serve", "node server.cjs");
        }
        for (var entry : Map.of(one, "one", two, "two").entrySet()) {
            var url = server.signedUrl(entry.getKey(), 3000);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.http().preview(url).status() == 200);
            assertThat(server.http().preview(url).body()).isEqualTo(entry.getValue() + " localhost:3000");
            assertThat(server.http()
                            .get("/toolbox/%s/port/3000/in-use".formatted(entry.getKey()))
                            .json()
                            .path("isInUse")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void aSessionKeepsItsFolderAndTellsItsStreamsApart() {
        var session = "/toolbox/%s/process/session".formatted(one);
        server.http().post(session, Map.of("sessionId", "keeps"));
        server.http().post(session + "/keeps/exec", Map.of("command", "cd /tmp; export A=b"));

        var second = server.http()
                .post(
                        session + "/keeps/exec",
                        Map.of("command", "pwd; echo $A; echo no >&2; printf tail; exit_with=3; (exit 3)"))
                .json();

        assertThat(second.path("stdout").asString()).isEqualTo("/tmp\nb\ntail\n");
        assertThat(second.path("stderr").asString()).isEqualTo("no\n");
        assertThat(second.path("exitCode").asInt()).isEqualTo(3);
    }

    @Test
    void aCommandThatEndsItsShellIsNeverSeenToEnd() {
        var command = server.start(one, "ends", "echo before; exit 5");

        await().until(() -> server.http()
                .get(command + "/logs")
                .json()
                .path("stdout")
                .asString()
                .equals("before\n"));

        assertThat(server.http().get(command).json().has("exitCode")).isFalse();
    }

    @Test
    void deletingASessionEndsWhatItStarted() {
        server.start(one, "long", "sleep 1234 & sleep 1234");
        await().until(() -> output(one, "pgrep -c -x sleep || true").strip().equals("2"));

        assertThat(server.http()
                        .delete("/toolbox/%s/process/session/long".formatted(one))
                        .status())
                .isEqualTo(204);

        assertThat(output(one, "pgrep -c -x sleep || true").strip()).isEqualTo("0");
    }

    @Test
    void aCommandThatOutlivesItsTimeoutIsKilled() {
        var late = server.http()
                .post("/toolbox/%s/process/execute".formatted(one), Map.of("command", "sleep 4321", "timeout", 1));

        assertThat(late.status()).isEqualTo(408);
        assertThat(output(one, "pgrep -f 'sleep 4321' -c || true").strip()).isEqualTo("0");
    }

    @Test
    void someFilesMayBeWrittenAndOthersNot() {
        var answer = server.http()
                .upload(
                        "/toolbox/%s/files/bulk-upload".formatted(two),
                        Map.of("deep/er/ä file.txt", "grüße", "/usr/no.txt", "no"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").toString()).contains("/usr/no.txt");
        assertThat(answer.json().path("files").toString()).contains("deep/er/ä file.txt");
        assertThat(output(two, "cat 'deep/er/ä file.txt'")).isEqualTo("grüße");
    }

    @Test
    void aLinkLeadsNowhereOutside() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "of the host");
        output(one, "ln -s '%s' escape".formatted(secret));

        assertThat(server.http()
                        .get("/toolbox/%s/files/download?path=escape".formatted(one))
                        .status())
                .isEqualTo(404);
        server.http().upload("/toolbox/%s/files/bulk-upload".formatted(one), Map.of("escape", "overwritten"));

        assertThat(secret).hasContent("of the host");
    }

    @Test
    void nothingOfTheHostOrOfAnotherSandboxIsSeen() {
        output(two, "echo private > mine.txt");

        assertThat(output(one, "find / -name mine.txt -not -path '/proc/*' 2>/dev/null"))
                .isEmpty();
        assertThat(output(one, "ls /root /var /work 2>&1")).contains("No such file");
        assertThat(output(one, "ps -e -o comm= | sort -u | tr '\\n' ' '")).doesNotContain("java", "pasta");
        assertThat(output(one, "env")).doesNotContain(ServerUnderTest.KEY, "JAVA", "LOCAL_DAYTONA");
        assertThat(exitCode(one, "touch /usr/bin/x /etc/x /x 2>/dev/null && false"))
                .isNotZero();
    }

    @Test
    void noAddressOfTheHostAnswers() throws IOException {
        var host = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
        host.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
        });
        host.start();
        try {
            var port = host.getAddress().getPort();
            var gateway = output(one, "ip route show default | awk '{ print $3; exit }'")
                    .strip();
            var own = InetAddress.getLocalHost().getHostAddress();
            for (var address : List.of("127.0.0.1", gateway, own, "169.254.169.254", "[fd00:ec2::254]", "[::1]")) {
                assertThat(exitCode(one, "curl -s -o /dev/null --max-time 2 http://%s:%d/".formatted(address, port)))
                        .as(address)
                        .isNotZero();
            }
        } finally {
            host.stop(0);
        }
    }

    @Test
    void aDeletedSandboxLeavesNoProcessAndNoFolder() {
        var id = server.create("three").path("id").asString();
        server.start(id, "s", "exec -a midori-left-over sleep 5555");
        await().until(() -> commandLines().contains("midori-left-over"));
        assertThat(folder.resolve("sandboxes").resolve(id)).exists();

        server.http().delete("/api/sandbox/three");

        await().until(() -> server.stateOf(id).equals("gone"));
        assertThat(commandLines()).doesNotContain("midori-left-over", id);
        assertThat(folder.resolve("sandboxes").resolve(id)).doesNotExist();
    }

    @Test
    void aStoppedSandboxKeepsItsFiles() {
        var id = server.create(Map.of("name", "four")).path("id").asString();
        output(id, "echo kept > kept.txt");

        server.http().post("/api/sandbox/four/stop");
        await().until(() -> server.stateOf(id).equals("stopped"));
        assertThat(server.http().get("/toolbox/%s/work-dir".formatted(id)).status())
                .isEqualTo(400);
        server.http().post("/api/sandbox/four/start");

        await().until(() -> server.stateOf(id).equals("started"));
        assertThat(output(id, "cat kept.txt")).isEqualTo("kept\n");
    }

    @Test
    void aForkBombHurtsOnlyItsSandbox() {
        var id = server.create("bomb").path("id").asString();
        server.start(id, "s", "bomb() { bomb | bomb & }; bomb");
        await().until(() -> processesOf(id) > 100);

        assertThat(output(one, "echo unharmed")).isEqualTo("unharmed\n");
        assertThat(processesOf(id)).isLessThanOrEqualTo(150);

        server.http().delete("/api/sandbox/bomb");
        await().atMost(Duration.ofSeconds(20)).until(() -> server.stateOf(id).equals("gone"));
        assertThat(processesOf(id)).isZero();
    }

    /** As the kernel counts them; none where their group is gone. */
    private static int processesOf(String id) {
        for (var root : List.of("/sys/fs/cgroup/pids/local-daytona", "/sys/fs/cgroup/local-daytona")) {
            try {
                return Integer.parseInt(
                        Files.readString(Path.of(root, id, "pids.current")).strip());
            } catch (IOException _) {
                // It is the other version, or gone.
            }
        }
        return 0;
    }

    @Test
    void whoTakesAllMemoryIsEndedAndTheSandboxGoesOn() {
        var hungry = execute(two, "node -e 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))'");

        assertThat(hungry.path("exitCode").asInt()).isEqualTo(137);
        assertThat(output(two, "echo on")).isEqualTo("on\n");
    }

    @Test
    void noFileIsLargerThanTheDisk() {
        assertThat(exitCode(two, "head -c 100M /dev/zero > large; test $(stat -c %s large) -gt 70000000"))
                .isNotZero();
        output(two, "rm large");
    }

    @Test
    void aSandboxThatFillsTheDiskIsEnded() {
        var id = server.create("full").path("id").asString();

        server.start(id, "s", "for i in 1 2 3; do head -c 40M /dev/zero > full$i; done; sleep 600");

        await().atMost(Duration.ofSeconds(20)).until(() -> server.stateOf(id).equals("error"));
        assertThat(server.http()
                        .get("/api/sandbox/full")
                        .json()
                        .path("errorReason")
                        .asString())
                .contains("disk limit");
        assertThat(processesOf(id)).isZero();
        assertThat(output(one, "echo unharmed")).isEqualTo("unharmed\n");
        assertThat(server.http().delete("/api/sandbox/full").status()).isEqualTo(200);
        await().until(() -> server.stateOf(id).equals("gone"));
    }

    private static String commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> {
                    try {
                        return Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid())))
                                .replace('\0', ' ');
                    } catch (IOException _) {
                        return "";
                    }
                })
                .reduce("", (all, line) -> all + "\n" + line);
    }
}
