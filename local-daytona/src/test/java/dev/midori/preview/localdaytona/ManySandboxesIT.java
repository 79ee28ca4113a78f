package dev.midori.preview.localdaytona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.localdaytona.ServerProcess.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many simulated sandboxes as a system under load has, with their projects, in a server with little memory. */
class ManySandboxesIT {
    private static final boolean LONG = Boolean.getBoolean("midori.long");

    /** What the server takes by itself is the greater part of the smaller heap. */
    private static final int COUNT = LONG ? 10_000 : 1_000;

    private static final String HEAP = LONG ? "512m" : "96m";
    private static final int AT_ONCE = 16;
    private static final int PAGE = 200;

    /** What most projects have in common, and more of it than all of the memory could hold once for each. */
    private static final String SHARED = "export const text = 'the same in each project';\n".repeat(1000);

    private static ServerProcess server;
    private static Http http;
    private final String[] ids = new String[COUNT];

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = ServerProcess.start(
                folder,
                Options.of("simulated", "--logging.level.dev.midori=warn").memory(HEAP));
        http = server.http();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void fitIntoLittleMemoryAndAreListedQuickly() throws Exception {
        forEach(this::make);

        var since = System.nanoTime();
        var listed = list();
        var took = Duration.ofNanos(System.nanoTime() - since);

        assertThat(listed).hasSize(COUNT).doesNotHaveDuplicates();
        assertThat(took).as("a list of all").isLessThan(Duration.ofSeconds(LONG ? 20 : 5));
        assertThat(preview(COUNT / 2)).contains("<h1>sandbox-%d</h1>".formatted(COUNT / 2));
        assertThat(own(COUNT - 1)).isEqualTo("of " + (COUNT - 1));

        forEach(number ->
                assertThat(http.delete("/api/sandbox/" + ids[number]).status()).isEqualTo(200));
        await().atMost(Duration.ofSeconds(20)).until(() -> list().isEmpty());
        assertThat(server.process().isAlive()).isTrue();
        assertThat(server.log()).doesNotContain("OutOfMemory");
    }

    private static void forEach(IntConsumer action) throws InterruptedException, ExecutionException {
        var turns = new Semaphore(AT_ONCE);
        var all = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number : IntStream.range(0, COUNT).toArray()) {
                turns.acquire();
                all.add(threads.submit(() -> {
                    try {
                        action.accept(number);
                    } finally {
                        turns.release();
                    }
                }));
            }
        }
        for (var one : all) {
            one.get();
        }
    }

    private void make(int number) {
        var created = http.post(
                "/api/sandbox", Map.of("name", "sandbox-" + number, "labels", Map.of("app", "midori"), "public", true));
        assertThat(created.status()).isEqualTo(200);
        var id = created.json().path("id").asString();
        ids[number] = id;
        var files = new HashMap<String, String>();
        for (int i = 0; i < 10; i++) {
            files.put("app/src/Component%d.ts".formatted(i), "// %d of %d%n".formatted(i, number));
        }
        files.put("app/src/shared.ts", SHARED);
        files.put("manifest", "of " + number);
        var toolbox = "/toolbox/" + id;
        assertThat(http.upload(toolbox + "/files/bulk-upload", files).status()).isEqualTo(200);
        assertThat(http.post(toolbox + "/process/session", Map.of("sessionId", "dev"))
                        .status())
                .isEqualTo(201);
        assertThat(http.post(
                                toolbox + "/process/session/dev/exec",
                                Map.of("command", "npm run dev -- --port 3000", "runAsync", true))
                        .status())
                .isEqualTo(202);
    }

    private List<String> list() {
        var names = new ArrayList<String>();
        for (var cursor = ""; cursor != null; ) {
            var page = http.get("/api/sandbox?sort=createdAt&order=asc&limit=%d&cursor=%s".formatted(PAGE, cursor))
                    .json();
            page.path("items").forEach(item -> names.add(item.path("name").asString()));
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : page.path("nextCursor").asString();
        }
        return names;
    }

    private String preview(int number) {
        var url = http.get("/api/sandbox/%s/ports/3000/preview-url".formatted(ids[number]))
                .json()
                .path("url")
                .asString();
        return http.preview(url).body();
    }

    private String own(int number) {
        return http.get("/toolbox/%s/files/download?path=manifest".formatted(ids[number]))
                .body();
    }
}
