package dev.midori.preview.localdaytona.machine.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.midori.preview.localdaytona.OrdinaryUser;
import dev.midori.preview.localdaytona.ServerProcess;
import dev.midori.preview.localdaytona.ServerUnderTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Sandboxes in namespaces that an ordinary user's server makes. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OrdinaryUserIT {
    private static Path folder;
    private static ServerProcess server;
    private static String one;
    private static String two;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        var user = OrdinaryUser.find().whoMakesNamespaces();
        server = ServerProcess.start(
                folder,
                user.serverIn(
                        folder,
                        "namespace",
                        "--local-daytona.limits.processes=150",
                        "--local-daytona.limits.disk=64MB"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> server.create("one"));
            two = server.create("two");
            one = first.get();
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String output(String id, String command) throws IOException {
        return server.http()
                .post("/toolbox/%s/process/execute".formatted(id), Map.of("command", command, "timeout", 20))
                .json()
                .path("result")
                .asString();
    }

    @Test
    void whatIsMissingIsSaidAndWhatIsNotIsBounded() throws IOException {
        assertThat(server.log()).contains("no control groups can be made here");
        assertThat(output(one, "ulimit -u; ulimit -f; id -u").lines()).containsExactly("150", "65536", "1000");
    }

    @Test
    void nothingOfTheHostOrOfAnotherSandboxIsSeen() throws IOException {
        output(two, "echo private > mine.txt; exec -a of-two sleep 300 >/dev/null 2>&1 &");

        assertThat(output(one, "find / -name mine.txt -not -path '/proc/*' 2>/dev/null"))
                .isEmpty();
        assertThat(output(one, "ls /root /var /home/*/data 2>&1")).contains("No such file");
        assertThat(output(one, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).doesNotContain("java", "pasta", "of-two");
        assertThat(output(one, "env; cat /proc/[0-9]*/environ"))
                .doesNotContain(ServerUnderTest.KEY, "JAVA", "LOCAL_DAYTONA");
        assertThat(output(one, "touch /usr/bin/x /etc/x /x 2>/dev/null && echo written"))
                .isEmpty();
    }

    @Test
    void noAddressOfTheHostAnswers() throws IOException {
        var host = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
        host.start();
        try {
            assertThat(output(one, HostAddresses.thatAnswerOn(host.getAddress().getPort())))
                    .isEmpty();
        } finally {
            host.stop(0);
        }
    }

    @Test
    void aPreviewIsReached() throws IOException {
        output(
                one,
                "nohup node -e \"require('http').createServer((q, s) => s.end('hello')).listen(3000)\" >/dev/null 2>&1 &");
        var url = server.http()
                .get("/api/sandbox/%s/ports/3000/signed-preview-url?expiresInSeconds=600".formatted(one))
                .json()
                .path("url")
                .asString();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.http().preview(url).status() == 200);
        assertThat(server.http().preview(url).body()).isEqualTo("hello");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aKilledServerLeavesNothingRunning() {
        var processes = server.process().descendants().toList();
        assertThat(processes).hasSizeGreaterThan(4);

        server.process().destroyForcibly();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    }
}
