package dev.midori.preview.gateway.files;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.command.LineEdits.Kind;
import dev.midori.preview.command.ReadFiles;
import dev.midori.preview.command.Reply;
import dev.midori.preview.command.UpdateFiles;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.Http.Answer;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Endings;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneGateway.class)
class FilesIT {
    private static final String ONE = "{\"files\":[{\"path\":\"a.txt\",\"content\":\"ข\",\"language\":\"text\"}]}";

    private final GatewayUnderTest gateway;
    private final Http http;
    private final List<Command> asked = new CopyOnWriteArrayList<>();
    private @Nullable AutoCloseable worker;

    FilesIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    @AfterEach
    void stopWorker() throws Exception {
        if (worker != null) {
            worker.close();
        }
    }

    private void worker(Function<Command, Reply> answer) {
        worker = gateway.answering(command -> {
            asked.add(command);
            return Optional.of(answer.apply(command));
        });
    }

    private String running() {
        http.createAsync(CREATE);
        var job = gateway.take();
        GatewayUnderTest.run(job);
        return job.id().value();
    }

    private static String path(String id) {
        return DAYTONA + "?sandboxId=" + id;
    }

    private static Reply allWritten(Command command) {
        var update = (UpdateFiles) command;
        return new Reply.FilesUpdated(
                Stream.concat(update.files().stream().map(ProjectFile::path), update.deleted().stream())
                        .toList(),
                List.of(),
                "hmr");
    }

    @Test
    void changedFilesAreWrittenAndToldApartFromTheOthers() {
        var id = running();
        worker(_ -> new Reply.FilesUpdated(List.of("a.txt", "old.txt"), List.of("b.txt"), "restart"));

        var answer = http.put(path(id), """
                {"projectId":"cafe","comparison":{"changed":["a.txt"]},"deletedFiles":["old.txt"],
                 "files":[{"path":"a.txt","content":"ข"},{"path":"b.txt","content":""}]}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString()).isEqualTo("""
                        {"success":true,"sandboxId":"%s","updatedFiles":2,"totalFiles":3,"skippedFiles":1,"errors":[],\
                        "updated":["a.txt","old.txt"],"rebuildType":"restart","message":"2 of 3 files updated.",\
                        "projectId":"cafe","comparison":{"changed":["a.txt"]}}""".formatted(id));
        assertThat(asked).singleElement().isInstanceOfSatisfying(UpdateFiles.class, update -> {
            assertThat(update.files()).containsExactly(new ProjectFile("a.txt", "ข"), new ProjectFile("b.txt", ""));
            assertThat(update.deleted()).containsExactly("old.txt");
            assertThat(update.revision()).isGreaterThan(1);
            assertThat(update.edit()).isNull();
        });
        assertThat(await().until(() -> gateway.next(Queues.HEARTBEAT), Optional::isPresent)
                        .orElseThrow())
                .isInstanceOfSatisfying(
                        Heartbeat.class, beat -> assertThat(beat.sign()).isEqualTo("files"));
    }

    @Test
    void unchangedFilesSaySo() {
        var id = running();
        worker(_ -> new Reply.FilesUpdated(List.of(), List.of("a.txt"), "none"));

        var answer = http.put(path(id), ONE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("updatedFiles").asInt()).isZero();
        assertThat(answer.json().path("skippedFiles").asInt()).isEqualTo(1);
        assertThat(answer.text("rebuildType")).isEqualTo("none");
        assertThat(answer.text("message")).isEqualTo("Nothing has changed.");
    }

    /** Whatever is sent while one is being made is made together, the last of each path counts, and all are answered. */
    @Test
    void aBurstIsMadeAsFewAndTheLastCounts() {
        var id = running();
        var go = new CountDownLatch(1);
        worker(command -> {
            await().until(() -> go.getCount() == 0);
            return allWritten(command);
        });
        var first = http.putLater(path(id), file("a.txt", 0));
        await().until(() -> asked.size() == 1);

        var others = IntStream.rangeClosed(1, 50)
                .mapToObj(n -> {
                    var sent = http.putLater(path(id), file(n % 2 == 0 ? "a.txt" : "b.txt", n));
                    awaitGathered(id, n);
                    return sent;
                })
                .toList();
        go.countDown();

        assertThat(Stream.concat(Stream.of(first), others.stream())
                        .map(CompletableFuture::join)
                        .map(Answer::status))
                .containsOnly(200);
        assertThat(others)
                .allSatisfy(answer -> assertThat(
                                answer.join().json().path("updatedFiles").asInt())
                        .isEqualTo(1));
        assertThat(asked).hasSizeLessThan(8);
        assertThat(((UpdateFiles) asked.getLast()).files()).contains(new ProjectFile("a.txt", "50"));
    }

    @Test
    void anEditComesAfterWhatWasGatheredBeforeIt() {
        var id = running();
        var go = new CountDownLatch(1);
        worker(command -> {
            await().until(() -> go.getCount() == 0);
            return ((UpdateFiles) command).edit() == null
                    ? allWritten(command)
                    : new Reply.FilesUpdated(List.of("a.txt"), List.of(), "hmr");
        });
        var first = http.putLater(path(id), file("a.txt", 0));
        await().until(() -> asked.size() == 1);
        var gathered = http.putLater(path(id), file("a.txt", 1));
        awaitGathered(id, 1);
        var another = http.putLater(path(id), file("b.txt", 1));
        awaitGathered(id, 2);

        var edit = CompletableFuture.supplyAsync(
                () -> http.patch(
                        DAYTONA + "/partial?sandboxId=" + id,
                        "{\"path\":\"a.txt\",\"operations\":[{\"type\":\"insert\",\"line\":0,\"content\":\"x\"}]}"),
                Thread::startVirtualThread);
        // The edit is the last turn then, and stands alone.
        await().until(() -> gateway.bean(FileChanges.class).gathered(new SandboxId(id)) == 1 || asked.size() > 1);
        go.countDown();

        assertThat(Stream.of(first, gathered, another, edit)
                        .map(CompletableFuture::join)
                        .map(Answer::status))
                .containsOnly(200);
        assertThat(asked)
                .extracting(command -> ((UpdateFiles) command).revision())
                .isSorted();
        assertThat(((UpdateFiles) asked.getLast()).edit()).isNotNull();
    }

    @Test
    void nothingOfAChangeIsKeptWhileItIsMade() {
        try (var small = gateway.another("--preview.api.max-held-content=16MB", "--preview.api.update-wait=0s")) {
            var id = running();
            var large = IntStream.range(0, 7)
                    .mapToObj(n -> "{\"path\":\"%d.txt\",\"content\":\"%s\"}".formatted(n, "x".repeat(1_000_000)))
                    .collect(Collectors.joining(",", "{\"files\":[", "]}"));

            for (int n = 0; n < 3; n++) {
                assertThat(small.http().put(path(id), large).status()).isEqualTo(202);
            }
        }
    }

    /** The order in which requests arrive is the order in which they were sent only where one waits for the other. */
    private void awaitGathered(String id, int count) {
        await().until(() -> gateway.bean(FileChanges.class).gathered(new SandboxId(id)) >= count || asked.size() > 1);
    }

    private static String file(String path, int content) {
        return "{\"files\":[{\"path\":\"%s\",\"content\":\"%d\"}]}".formatted(path, content);
    }

    @Test
    void whatASandboxRefusesIsToldWithItsLog() {
        var id = running();
        worker(_ -> new Reply.Refused("NPM_INSTALL_FAILED", "npm install failed.", "Mend package.json.", "E404"));

        var answer = http.put(path(id), ONE);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("code")).isEqualTo("NPM_INSTALL_FAILED");
        assertThat(answer.text("log")).isEqualTo("E404");
        assertThat(answer.text("sandboxId")).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_RUNNING, 409",
        "EDIT_CONFLICT, 409",
        "FILE_NOT_FOUND, 404",
        "FILE_TOO_LARGE, 413",
        "DEV_SERVER_FAILED, 422",
        "FILE_UPLOAD_FAILED, 502",
        "SOMETHING_NEW, 502"
    })
    void eachRefusalHasItsStatus(String code, int status) {
        assertThat(FileProblems.of(new Reply.Refused(code, "No.", "", ""))
                        .status()
                        .value())
                .isEqualTo(status);
    }

    @Test
    void whatDoesNotRunIsNotChanged() {
        var id = http.createAsync(CREATE).text("sandboxId");
        assertThat(http.put(path(id), ONE).status()).isEqualTo(409);
        assertThat(http.put(path(id), ONE).text("code")).isEqualTo("NOT_RUNNING");
        gateway.bean(Endings.class).stop(new SandboxId(id), new UserId("dev-user"), EndReason.IDLE);

        var ended = http.put(path(id), ONE);

        assertThat(ended.status()).isEqualTo(409);
        assertThat(ended.text("sandboxStatus")).isEqualTo("stopped");
        assertThat(ended.text("endedBecause")).isEqualTo("idle");
        assertThat(gateway.all(Queues.UPDATE)).isEmpty();
    }

    @Test
    void anothersSandboxDoesNotExist() {
        var foreign = gateway.runningOf("somebody-else");

        assertThat(http.put(path(foreign), ONE).status()).isEqualTo(404);
        assertThat(http.patch(DAYTONA + "/partial?sandboxId=" + foreign, "{}").status())
                .isEqualTo(404);
        assertThat(http.get(DAYTONA + "/files?sandboxId=" + foreign).status()).isEqualTo(404);
        assertThat(http.put(DAYTONA, ONE).text("code")).isEqualTo("MISSING_SANDBOX_ID");
        assertThat(gateway.all(Queues.UPDATE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"files\":[]}",
                "{\"files\":{}}",
                "{\"deletedFiles\":\"a\"}",
                "{\"deletedFiles\":[1]}",
                "{\"deletedFiles\":[\"../a\"]}",
                "{\"deletedFiles\":[\"node_modules/a\"]}",
                "{\"files\":[{\"path\":\"/a\",\"content\":\"\"}]}",
                "{\"files\":[{\"path\":\"a\",\"content\":\"\"}],\"deletedFiles\":[\"a\"]}",
                "{\"files\":[{\"path\":\"a\",\"content\":\"\"},{\"path\":\"a/b\",\"content\":\"\"}]}",
                "{\"files\":[{\"path\":\"a\",\"content\":\"\"}],\"projectId\":\"another\"}",
                "{\"files\":[{\"path\":\"a\",\"content\":\"\"}]} more"
            })
    void aChangeThatSaysNothingSensibleIsRefused(String body) {
        var id = running();

        assertThat(http.put(path(id), body).status()).isEqualTo(400);
        assertThat(gateway.all(Queues.UPDATE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PUT, ''", "PATCH, /partial"})
    void whatIsNotInUtf8IsRefused(String method, String under) {
        var answer = http.send(
                        method,
                        DAYTONA + under + "?sandboxId=" + running(),
                        BodyPublishers.ofByteArray("{}".getBytes(StandardCharsets.UTF_16)),
                        "Content-Type",
                        "application/json")
                .join();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("The body is not in UTF-8.");
    }

    @Test
    void linesOfAFileAreEdited() {
        var id = running();
        worker(_ -> new Reply.FilesUpdated(List.of("a.txt"), List.of(), "hmr"));

        var answer = http.patch(DAYTONA + "/partial?sandboxId=" + id, """
                {"path":"a.txt","operations":[{"type":"delete","line":3},
                 {"type":"replace","line":0,"content":"ข","oldContent":"ก"},{"type":"insert","line":1,"content":""}]}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString())
                .isEqualTo("{\"success\":true,\"path\":\"a.txt\",\"appliedOperations\":3,\"totalOperations\":3}");
        assertThat(asked).singleElement().isInstanceOfSatisfying(UpdateFiles.class, update -> {
            var edits = java.util.Objects.requireNonNull(update.edit()).edits();
            assertThat(edits).extracting(edit -> edit.type()).containsExactly(Kind.DELETE, Kind.REPLACE, Kind.INSERT);
            assertThat(edits.get(1).oldContent()).isEqualTo("ก");
        });
    }

    @Test
    void anEditThatDoesNotFitIsAConflict() {
        var id = running();
        worker(_ -> new Reply.Refused("EDIT_CONFLICT", "It differs.", "Read it again.", ""));

        var answer = http.patch(
                DAYTONA + "/partial?sandboxId=" + id,
                "{\"path\":\"a.txt\",\"operations\":[{\"type\":\"delete\",\"line\":3}]}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("code")).isEqualTo("EDIT_CONFLICT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"operations\":[{\"type\":\"delete\",\"line\":3}]}",
                "{\"path\":\"../a\",\"operations\":[{\"type\":\"delete\",\"line\":3}]}",
                "{\"path\":\"a\"}",
                "{\"path\":\"a\",\"operations\":[]}",
                "{\"path\":\"a\",\"operations\":[7]}",
                "{\"path\":\"a\",\"operations\":[{\"type\":\"move\",\"line\":3}]}",
                "{\"path\":\"a\",\"operations\":[{\"type\":\"delete\",\"line\":-1}]}",
                "{\"path\":\"a\",\"operations\":[{\"type\":\"delete\",\"line\":1.5}]}",
                "{\"path\":\"a\",\"operations\":[{\"type\":\"delete\",\"line\":99999999999}]}",
                "{\"path\":\"a\",\"operations\":[{\"type\":\"insert\",\"line\":1}]}",
                "{\"path\":\"a\",\"operations\":[{\"type\":\"insert\",\"line\":1,\"content\":5}]}",
                "{\"path\":\"a\",\"operations\":[{\"type\":\"insert\",\"line\":1,\"content\":\"\\ud800\"}]}",
                "no"
            })
    void anEditThatSaysNothingSensibleIsRefused(String body) {
        var id = running();

        assertThat(http.patch(DAYTONA + "/partial?sandboxId=" + id, body).status())
                .isEqualTo(400);
        assertThat(gateway.all(Queues.UPDATE)).isEmpty();
    }

    @Test
    void filesAreListedAndRead() {
        var id = running();
        worker(command -> ((ReadFiles) command).path() == null
                ? new Reply.FilesListed(List.of("a.txt", "src/b.txt"))
                : new Reply.FileRead("a.txt", "ก"));

        assertThat(http.get(DAYTONA + "/files?sandboxId=" + id).json().toString())
                .isEqualTo("{\"sandboxId\":\"%s\",\"files\":[\"a.txt\",\"src/b.txt\"]}".formatted(id));
        assertThat(http.get(DAYTONA + "/files?sandboxId=" + id + "&path=a.txt")
                        .json()
                        .toString())
                .isEqualTo("{\"sandboxId\":\"%s\",\"path\":\"a.txt\",\"content\":\"ก\"}".formatted(id));
        assertThat(http.get(DAYTONA + "/files?sandboxId=" + id + "&path=../etc/passwd")
                        .text("code"))
                .isEqualTo("INVALID_FILE_PATH");
    }

    @Test
    void anUnroutableChangeIsRefused() {
        var id = running();
        gateway.deleteQueue(Queues.UPDATE);

        var answer = http.put(path(id), ONE);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("code")).isEqualTo("BROKER_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isPresent();
    }
}
