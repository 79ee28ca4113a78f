package dev.midori.preview.provision.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.LineEdits;
import dev.midori.preview.command.LineEdits.Kind;
import dev.midori.preview.command.LineEdits.LineEdit;
import dev.midori.preview.command.ReadFiles;
import dev.midori.preview.command.Reply;
import dev.midori.preview.command.UpdateFiles;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.provision.fake.FakeCommand;
import dev.midori.preview.provision.job.HeldFiles;
import dev.midori.preview.provision.job.Outcome;
import dev.midori.preview.provision.job.WorkerUnderTest;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileUpdatesIT {
    private WorkerUnderTest test;
    private CreateSandbox preview;
    private FileUpdates updates;

    @BeforeEach
    void run() {
        test = new WorkerUnderTest();
        preview = test.accepted();
        test.run(preview);
        updates = new FileUpdates(test.worker().liveJobs(), test.folder());
        test.daytona.effects.clear();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private UpdateFiles change(long revision, List<ProjectFile> files, List<String> deleted, @Nullable LineEdits edit) {
        return new UpdateFiles(
                1, preview.sandboxId(), preview.userId(), preview.issuedAt(), revision, files, deleted, edit);
    }

    private Reply update(UpdateFiles change) {
        var replies = new ArrayList<Reply>();
        // What has to wait for another change of the preview is delivered again.
        await().until(() -> deliver(change, replies), new Outcome.Done()::equals);
        return replies.getFirst();
    }

    private Outcome deliver(UpdateFiles change, List<Reply> replies) {
        return updates.update(
                change.withoutFiles(),
                new HeldFiles(change.files(), () -> {}),
                WorkerUnderTest.first("copy of " + change.revision()),
                replies::add);
    }

    private Reply write(long revision, String path, String content) {
        return update(change(revision, List.of(new ProjectFile(path, content)), List.of(), null));
    }

    private @Nullable String content(String path) {
        return test.daytona.filesOf(preview.sandboxId().value()).get("app/" + path);
    }

    @Test
    void changedFilesAreWrittenAndUnchangedOnesAreSkipped() {
        var answer = update(change(
                2,
                List.of(new ProjectFile("src/main.ts", "let x = 2"), new ProjectFile("package.json", "{}")),
                List.of(),
                null));

        assertThat(answer).isEqualTo(new Reply.FilesUpdated(List.of("src/main.ts"), List.of("package.json"), "hmr"));
        assertThat(content("src/main.ts")).isEqualTo("let x = 2");
        assertThat(test.stateOf(preview).status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void filesAreRemoved() {
        var answer = update(change(2, List.of(), List.of("src/main.ts", "nothing.ts"), null));

        assertThat(answer).isEqualTo(new Reply.FilesUpdated(List.of("src/main.ts"), List.of("nothing.ts"), "hmr"));
        assertThat(content("src/main.ts")).isNull();
    }

    @Test
    void anOlderChangeOfAPathThatComesLateDoesNothing() {
        write(5, "src/main.ts", "let x = 5");

        assertThat(write(4, "src/main.ts", "let x = 4"))
                .isEqualTo(new Reply.FilesUpdated(List.of(), List.of("src/main.ts"), "none"));
        assertThat(content("src/main.ts")).isEqualTo("let x = 5");
        assertThat(write(4, "src/other.ts", "let z = 4"))
                .isEqualTo(new Reply.FilesUpdated(List.of("src/other.ts"), List.of(), "hmr"));
    }

    @Test
    void manyAtOnceAreMadeOneAfterAnotherAndTheNewestIsSeen() {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.rangeClosed(2, 11)
                    .mapToObj(n -> callers.submit(() -> write(n, "src/main.ts", "let x = " + n)))
                    .toList();

            assertThat(all).allSatisfy(answer -> assertThat(answer).succeedsWithin(Duration.ofSeconds(20)));
        }
        assertThat(content("src/main.ts")).isEqualTo("let x = 11");
    }

    @Test
    void oneStandsByForTheChangeThatIsBeingMadeAndTheOthersWaitInTheQueue() {
        var held = test.hold(preview, "another change");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var deliveries = IntStream.rangeClosed(2, 20)
                    .mapToObj(n -> change(n, List.of(new ProjectFile("src/main.ts", "let x = " + n)), List.of(), null))
                    .map(change -> callers.submit(() -> deliver(change, new ArrayList<>())))
                    .toList();
            await().until(() -> deliveries.stream().filter(Future::isDone).count() == 18);

            held.release();

            await().until(() -> deliveries.stream().allMatch(Future::isDone));
            assertThat(deliveries.stream().map(Future::resultNow))
                    .filteredOn(new Outcome.Done()::equals)
                    .hasSize(1);
        }
        assertThat(content("src/main.ts")).isNotEqualTo("let x = 1");
    }

    @Test
    void aChangeOfWhichOneWorkerAfterTheOtherDiesIsSetAsideAndTheNextIsMade() {
        var fatal = change(2, List.of(new ProjectFile("src/main.ts", "let x = 2")), List.of(), null);
        for (int i = 0; i < 10; i++) {
            test.hold(preview, "copy of 2");
        }

        var replies = new ArrayList<Reply>();
        assertThat(deliver(fatal, replies)).isEqualTo(new Outcome.GiveUp("CRASH_LOOP"));
        assertThat(replies)
                .singleElement()
                .asInstanceOf(type(Reply.Refused.class))
                .extracting(Reply.Refused::code)
                .isEqualTo("INTERNAL_ERROR");

        assertThat(deliver(change(3, List.of(new ProjectFile("a.ts", "")), List.of(), null), new ArrayList<>()))
                .isEqualTo(new Outcome.Done());
    }

    @Test
    void anEditOfWhatIsNewerByNowIsNotMade() {
        write(3, "src/main.ts", "let x = 3");
        var edit = new LineEdits("src/main.ts", List.of(new LineEdit(Kind.REPLACE, 0, "let x = 7", null)));

        assertThat(update(change(2, List.of(), List.of(), edit)))
                .asInstanceOf(type(Reply.Refused.class))
                .extracting(Reply.Refused::code)
                .isEqualTo("EDIT_CONFLICT");
        assertThat(content("src/main.ts")).isEqualTo("let x = 3");
    }

    @Test
    void anEditMakesNoFileLargerThanItMayBe() {
        write(2, "src/main.ts", "x".repeat(600_000));
        var edit = new LineEdits("src/main.ts", List.of(new LineEdit(Kind.INSERT, 0, "y".repeat(600_000), null)));

        assertThat(update(change(3, List.of(), List.of(), edit)))
                .asInstanceOf(type(Reply.Refused.class))
                .extracting(Reply.Refused::code)
                .isEqualTo("FILE_TOO_LARGE");
        assertThat(content("src/main.ts")).hasSize(600_000);
    }

    @Test
    void changesMakeNoProjectOfMoreFilesThanItMayHave() {
        var many = IntStream.range(0, 1_000)
                .mapToObj(n -> new ProjectFile("src/file%d.ts".formatted(n), ""))
                .toList();

        assertThat(update(change(2, many, List.of(), null)))
                .asInstanceOf(type(Reply.Refused.class))
                .extracting(Reply.Refused::code)
                .isEqualTo("TOO_MANY_FILES");
        assertThat(content("src/file0.ts")).isNull();
        assertThat(update(change(3, many.subList(0, 998), List.of(), null))).isInstanceOf(Reply.FilesUpdated.class);
    }

    @Test
    void whatNeverWasIsNotRememberedForEver() {
        for (long revision = 2; revision < 6; revision++) {
            var gone = LongStream.range(1_000 * revision, 1_000 * (revision + 1))
                    .mapToObj("gone%d.ts"::formatted)
                    .toList();
            update(change(revision, List.of(), gone, null));
        }

        var manifest = test.daytona.filesOf(preview.sandboxId().value()).get(".midori/manifest.json");
        assertThat(manifest).contains("gone5000.ts", "gone5999.ts").doesNotContain("gone4999.ts", "gone2000.ts");
    }

    @Test
    void anEditIsMadeInTheFileAsItIsNow() {
        var edit = new LineEdits("src/main.ts", List.of(new LineEdit(Kind.REPLACE, 0, "let x = 7", "let x = 1")));

        assertThat(update(change(2, List.of(), List.of(), edit)))
                .isEqualTo(new Reply.FilesUpdated(List.of("src/main.ts"), List.of(), "hmr"));
        assertThat(content("src/main.ts")).isEqualTo("let x = 7");
    }

    @Test
    void anEditThatIsDeliveredTwiceIsMadeOnce() {
        var edit = new LineEdits(
                "src/main.ts",
                List.of(
                        new LineEdit(Kind.REPLACE, 0, "let x = 7", "let x = 1"),
                        new LineEdit(Kind.INSERT, 1, "let y = 8", null)));
        update(change(2, List.of(), List.of(), edit));

        assertThat(update(change(2, List.of(), List.of(), edit)))
                .isEqualTo(new Reply.FilesUpdated(List.of(), List.of("src/main.ts"), "none"));
        assertThat(content("src/main.ts")).isEqualTo("let x = 7\nlet y = 8");
    }

    @Test
    void anEditWhoseManifestWasNotWrittenIsNotMadeAgain() {
        var edit = new LineEdits("src/main.ts", List.of(new LineEdit(Kind.INSERT, 0, "let w = 6", null)));
        test.daytona.breakOffTheNextUpload();
        assertThat(update(change(2, List.of(), List.of(), edit))).isInstanceOf(Reply.Refused.class);
        assertThat(content("src/main.ts")).isEqualTo("let w = 6\nlet x = 1");

        update(change(2, List.of(), List.of(), edit));

        assertThat(content("src/main.ts")).isEqualTo("let w = 6\nlet x = 1");
    }

    @Test
    void anEditThatDoesNotFitChangesNothing() {
        var edit = new LineEdits("src/main.ts", List.of(new LineEdit(Kind.REPLACE, 0, "let x = 7", "something else")));

        assertThat(update(change(2, List.of(), List.of(), edit)))
                .asInstanceOf(type(Reply.Refused.class))
                .extracting(Reply.Refused::code)
                .isEqualTo("EDIT_CONFLICT");
        assertThat(content("src/main.ts")).isEqualTo("let x = 1");
        assertThat(write(3, "src/main.ts", "let x = 3")).isInstanceOf(Reply.FilesUpdated.class);
    }

    @Test
    void packagesThatCannotBeInstalledAreToldAndThePreviewGoesOn() {
        test.daytona.script("npm install", FakeCommand.ends(1, "npm error code E404"));

        var answer = write(2, "package.json", "{\"dependencies\":{\"no\":\"1\"}}");

        assertThat(answer).asInstanceOf(type(Reply.Refused.class)).satisfies(refused -> {
            assertThat(refused.code()).isEqualTo("NPM_INSTALL_FAILED");
            assertThat(refused.log()).contains("E404");
        });
        assertThat(test.stateOf(preview).status()).isEqualTo(Status.RUNNING);
        assertThat(test.daytona.effects).doesNotContain("end starting");

        test.daytona.script("npm install", FakeCommand.ends(0, "added 1 package"));
        assertThat(write(3, "package.json", "{\"dependencies\":{\"no\":\"1\"}}"))
                .as("the same files once more owe what was not done for them")
                .isEqualTo(new Reply.FilesUpdated(List.of(), List.of("package.json"), "install"));
    }

    @Test
    void aSandboxThatCannotBeReachedIsTold() {
        test.daytona.failNextWith(new DaytonaException.Unavailable("find", "503"));

        assertThat(write(2, "src/main.ts", "let x = 2"))
                .asInstanceOf(type(Reply.Refused.class))
                .extracting(Reply.Refused::code)
                .isEqualTo("FILE_UPLOAD_FAILED");
        assertThat(test.stateOf(preview).status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void whatDoesNotRunIsNotChanged() {
        test.stop(preview);

        assertThat(write(2, "src/main.ts", "let x = 2"))
                .asInstanceOf(type(Reply.Refused.class))
                .extracting(Reply.Refused::code)
                .isEqualTo("NOT_RUNNING");
        assertThat(test.daytona.effects).isEmpty();
    }

    @Test
    void filesAreReadAndListed() {
        assertThat(updates.read(question("src/main.ts"))).isEqualTo(new Reply.FileRead("src/main.ts", "let x = 1"));
        assertThat(updates.read(question(null)))
                .isEqualTo(new Reply.FilesListed(List.of("package.json", "src/main.ts")));
        assertThat(updates.read(question("no.ts")))
                .asInstanceOf(type(Reply.Refused.class))
                .extracting(Reply.Refused::code)
                .isEqualTo("FILE_NOT_FOUND");
    }

    @Test
    void aFileThatNoProjectMayHaveIsNotSentAround() {
        test.daytona
                .filesOf(preview.sandboxId().value())
                .put("app/made-by-the-project.log", "x".repeat(1024 * 1024 + 1));

        assertThat(updates.read(question("made-by-the-project.log")))
                .asInstanceOf(type(Reply.Refused.class))
                .extracting(Reply.Refused::code)
                .isEqualTo("FILE_TOO_LARGE");
    }

    private ReadFiles question(@Nullable String path) {
        return new ReadFiles(1, preview.sandboxId(), preview.userId(), preview.issuedAt(), path);
    }
}
