package dev.midori.preview.localdaytona.machine.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.midori.preview.localdaytona.ServerUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
                "--local-daytona.limits.cpus=1",
                "--local-daytona.limits.disk=64MB");
        var first = CompletableFuture.supplyAsync(() -> create("one"));
        two = create("two");
        one = first.join();
    }

    private static String create(String name) {
        return server.create(Map.of("name", name, "env", Map.of("WHO", name)))
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

    private static StreamingApp streamingApp() {
        if (!server.http()
                .get("/toolbox/%s/port/%d/in-use".formatted(one, StreamingApp.PORT))
                .json()
                .path("isInUse")
                .asBoolean()) {
            server.http()
                    .upload(
                            "/toolbox/%s/files/bulk-upload".formatted(one),
                            Map.of("streaming.cjs", StreamingApp.SOURCE));
            server.start(one, "stream", "node streaming.cjs");
        }
        var app = new StreamingApp(server.signedUrl(one, StreamingApp.PORT));
        await().atMost(Duration.ofSeconds(20)).until(() -> app.get("/").equals("ready"));
        return app;
    }

    @Test
    void anEventOfAnAppArrivesWhileItsStreamGoesOn() throws IOException, InterruptedException {
        var app = streamingApp();
        var events = app.open("/events");
        assertThat(events.headers().firstValue("content-type")).hasValue("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine()))
                    .containsExactly("id: 1", "data: first", "");

            app.get("/release");

            assertThat(lines.lines()).containsExactly("id: 2", "data: second", "");
        }
    }

    @Test
    void aLargeBodyReachesTheAppWhileItIsBeingSent() throws IOException, InterruptedException {
        var app = streamingApp();

        var told = app.upload(() -> {
            await().atMost(Duration.ofSeconds(20)).until(() -> Long.parseLong(app.get("/received")) > 0);
            return true;
        });

        assertThat(told).isEqualTo("%d %s".formatted(StreamingApp.MEBIBYTES << 20, StreamingApp.digest()));
    }

    @Test
    void aLargeAnswerOfAnAppComesWholeAndInPieces() throws IOException, InterruptedException {
        var answer = streamingApp().open("/download");

        assertThat(answer.headers().firstValue("transfer-encoding")).hasValue("chunked");
        assertThat(StreamingApp.digest(answer.body())).isEqualTo(StreamingApp.digest());
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
        assertThat(output(one, "env; cat /proc/[0-9]*/environ"))
                .doesNotContain(ServerUnderTest.KEY, "JAVA", "LOCAL_DAYTONA");
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
            assertThat(output(one, HostAddresses.thatAnswerOn(host.getAddress().getPort())))
                    .isEmpty();
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
    void aSandboxGetsNoMoreProcessorTimeThanItMay() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is one processor only");
        var quota = List.of(
                        Path.of("/sys/fs/cgroup/cpu/local-daytona", two, "cpu.cfs_quota_us"),
                        Path.of("/sys/fs/cgroup/local-daytona", two, "cpu.max"))
                .stream()
                .filter(Files::exists)
                .findFirst();
        assumeTrue(quota.isPresent(), "no control groups can be made here");
        assertThat(quota.get()).content().startsWith("100000");

        var used = output(two, """
                TIMEFORMAT='%U %S %R'
                time (for i in 1 2 3; do timeout 1 bash -c 'while :; do :; done' & done; wait)
                """).strip().split(" ", -1);

        var busy = Double.parseDouble(used[0]) + Double.parseDouble(used[1]);
        assertThat(busy / Double.parseDouble(used[2])).as("processors").isLessThan(1.3);
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
