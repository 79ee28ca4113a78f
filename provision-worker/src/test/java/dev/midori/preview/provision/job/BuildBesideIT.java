package dev.midori.preview.provision.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.Reply;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.provision.BuildMode;
import dev.midori.preview.provision.dependencies.Installation;
import dev.midori.preview.provision.fake.FakeCommand;
import dev.midori.preview.provision.fake.TickingClock;
import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuildBesideIT {
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private WorkerUnderTest test;
    private CreateSandbox command;

    @BeforeEach
    void accept() {
        test = new WorkerUnderTest();
        test.buildMode(BuildMode.BESIDE);
        command = test.accepted();
    }

    @AfterEach
    void close() {
        test.daytona.endCommands();
        workers.close();
        test.close();
    }

    private Outcome attempt() {
        return attempt("copy");
    }

    private Outcome attempt(String copy) {
        return test.worker().attempt(command, copy, 1);
    }

    /** A worker that follows a build which doesn't end by itself. */
    private Future<Outcome> building() {
        return building(new Departure());
    }

    private Future<Outcome> building(Departure departure) {
        test.daytona.script("run build", FakeCommand.runs(""));
        var working = workers.submit(() -> test.worker(departure).attempt(command, "copy", 1));
        await().until(() -> builds() == 1);
        return working;
    }

    private void leaveWhileBuilding() {
        var departure = new Departure();
        var leaving = building(departure);
        departure.begin();
        assertThat(leaving).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.HandOver());
    }

    private long builds() {
        return test.daytona.effects.stream()
                .filter(effect -> effect.contains("run build"))
                .count();
    }

    private Optional<Build> build() {
        return test.sandboxes.find(command.sandboxId()).orElseThrow().build();
    }

    private Status status() {
        return test.stateOf(command).status();
    }

    private Reply change(List<ProjectFile> files) {
        var replies = new ArrayList<Reply>();
        var outcome = test.worker()
                .liveJobs()
                .holding(
                        command.sandboxId(),
                        command.userId(),
                        test.revise(command.sandboxId()),
                        new HeldFiles(files, () -> {}),
                        WorkerUnderTest.first("change"),
                        work -> replies.add(test.folder().change(work, List.of())),
                        () -> {},
                        () -> {});
        assertThat(outcome).isEqualTo(new Outcome.Done());
        return replies.getFirst();
    }

    @Test
    void beginsOnceThePreviewRuns() {
        assertThat(attempt()).isEqualTo(new Outcome.Done());

        assertThat(test.daytona.effects)
                .containsExactly(
                        "create",
                        "upload",
                        "session installing",
                        "run " + Installation.COMMAND,
                        "session starting",
                        "run ( cd app && PORT=3000 npm run dev -- --host 0.0.0.0 --port 3000 )",
                        "session building",
                        "run ( cd app && nice -n 19 npm run build --if-present )");
        assertThat(status()).isEqualTo(Status.RUNNING);
        assertThat(build()).contains(Build.PASSED);
    }

    @Test
    void thePreviewRunsWhileItIsBuilt() {
        var working = building();

        assertThat(status()).isEqualTo(Status.RUNNING);
        assertThat(build()).contains(Build.RUNNING);
        assertThat(working).isNotDone();

        test.daytona.endCommands();
        assertThat(working).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.Done());
        assertThat(build()).contains(Build.PASSED);
    }

    @Test
    void oneThatFailsIsToldAndThePreviewRunsOn() {
        test.daytona.script("run build", FakeCommand.ends(2, "src/main.ts(1,5): error TS2322\n"));

        assertThat(attempt()).isEqualTo(new Outcome.Done());

        assertThat(status()).isEqualTo(Status.RUNNING);
        assertThat(build()).contains(Build.FAILED);
        assertThat(test.sandboxes.recentLog(command.sandboxId(), 10))
                .endsWith(
                        "src/main.ts(1,5): error TS2322", "The project does not build. Its preview runs all the same.");
        assertThat(test.commands.all()).isEmpty();
    }

    @Test
    void oneWithoutEndIsEnded() {
        test.daytona.script("run build", FakeCommand.runs(""));
        var clock = new TickingClock(Clock.systemUTC().instant(), Duration.ofSeconds(10));

        assertThat(test.worker(clock).attempt(command, "copy", 1)).isEqualTo(new Outcome.Done());

        assertThat(build()).contains(Build.TIMED_OUT);
        assertThat(status()).isEqualTo(Status.RUNNING);
        assertThat(test.daytona.effects).last().isEqualTo("end building");
    }

    @Test
    void aRedeliveryAfterItsEndDoesNothing() {
        attempt();
        var before = test.daytona.effects.size();

        assertThat(attempt("another copy")).isEqualTo(new Outcome.Done());
        assertThat(test.daytona.effects).hasSize(before);
    }

    @Test
    void isNeverMadeWhereItIsSkipped() {
        test.buildMode(BuildMode.SKIP);

        assertThat(attempt()).isEqualTo(new Outcome.Done());

        assertThat(builds()).isZero();
        assertThat(status()).isEqualTo(Status.RUNNING);
        assertThat(build()).isEmpty();
    }

    @Nested
    class WhenTheWorkerLeaves {
        @ParameterizedTest
        @EnumSource(BuildMode.class)
        void anotherFollowsTheBuildThatRuns(BuildMode itsMode) {
            leaveWhileBuilding();
            assertThat(build()).contains(Build.RUNNING);
            test.daytona.endCommands();
            test.buildMode(itsMode);

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(builds()).isEqualTo(1);
            assertThat(build()).contains(Build.PASSED);
        }

        @Test
        void aBuildWhoseIdCouldNotBeStoredIsFoundInItsSession() {
            leaveWhileBuilding();
            test.forget(command, "buildingCommand");
            test.daytona.endCommands();

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(builds()).isEqualTo(1);
        }

        @Test
        void theSilentOneIsSetAsideByARedelivery() {
            var former = building();

            var next = workers.submit(() -> attempt());

            assertThat(former).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(Outcome.Wait.class);
            test.daytona.endCommands();
            assertThat(next).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.Done());
            assertThat(attempt("the former's copy")).isEqualTo(new Outcome.Done());
            assertThat(builds()).isEqualTo(1);
            assertThat(build()).contains(Build.PASSED);
        }

        @Test
        void aHolderWhoseChannelIsClosedSaysNothing() {
            var working = building();
            test.connected(false);
            test.daytona.endCommands();

            assertThat(working).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.HandOver());
            assertThat(build()).contains(Build.RUNNING);
            test.connected(true);
        }
    }

    @Test
    void anotherCopyLeavesItToTheFirst() {
        var working = building();

        assertThat(attempt("another copy")).isEqualTo(new Outcome.Done());

        test.daytona.endCommands();
        assertThat(working).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.Done());
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void nothingNewBeginsOnceThePreviewIsStopped() {
        var working = building();

        test.stop(command);
        var effects = test.daytona.effects.size();

        assertThat(working).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(new Outcome.Done());
        assertThat(test.daytona.effects).hasSize(effects);
        assertThat(status()).isEqualTo(Status.STOPPING);
        assertThat(build()).isEmpty();
    }

    @Test
    void aRecordThatVanishedIsWrittenAnewAndTheBuildFollowed() {
        var working = building();

        test.forgetEverything();
        await().until(() ->
                test.sandboxes.find(command.sandboxId()).isPresent() && build().equals(Optional.of(Build.RUNNING)));
        test.daytona.endCommands();

        assertThat(working).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.Done());
        assertThat(builds()).isEqualTo(1);
        assertThat(test.daytona.effects).filteredOn("create"::equals).hasSize(1);
        assertThat(build()).contains(Build.PASSED);
    }

    @Nested
    class WhenFilesChange {
        /** Who looks while the preview is held for the change comes back later; who looks after it sees what is left to do. */
        private static void assertLetsGo(Future<Outcome> working) {
            assertThat(working)
                    .succeedsWithin(Duration.ofSeconds(5))
                    .isInstanceOfAny(Outcome.Wait.class, Outcome.Done.class);
        }

        @Test
        void itIsEndedAndNothingIsSaidOfIt() {
            var working = building();

            assertThat(change(List.of(new ProjectFile("src/main.ts", "let x = 2"))))
                    .isEqualTo(new Reply.FilesUpdated(List.of("src/main.ts"), List.of(), "hmr"));

            assertLetsGo(working);
            assertThat(test.daytona.effects).endsWith("end building", "upload");
            assertThat(build()).isEmpty();
            assertThat(attempt("later")).isEqualTo(new Outcome.Done());
            assertThat(builds()).isEqualTo(1);
        }

        @Test
        void whatWasSaidOfOlderOnesIsTakenBack() {
            test.daytona.script("run build", FakeCommand.ends(2, "error\n"));
            attempt();

            change(List.of(new ProjectFile("src/main.ts", "let x = 2")));

            assertThat(build()).isEmpty();
        }

        @Test
        void filesThatAreThereAlreadyLeaveItAlone() {
            var working = building();

            change(List.of(new ProjectFile("src/main.ts", "let x = 1")));

            assertThat(build()).contains(Build.RUNNING);
            test.daytona.endCommands();
            assertLetsGo(working);
            assertThat(attempt("later")).isEqualTo(new Outcome.Done());
            assertThat(builds()).isEqualTo(1);
            assertThat(build()).contains(Build.PASSED);
        }

        @Test
        void aWholeNewSetIsBuiltInstead() {
            var older = building();
            var newer = test.accepted(
                    List.of(new ProjectFile("package.json", "{}"), new ProjectFile("src/app.ts", "let y = 2")));
            test.daytona.script("run build", FakeCommand.ends(1, "error\n"));

            assertThat(test.worker().attempt(newer, "newer", 1)).isEqualTo(new Outcome.Done());

            assertLetsGo(older);
            assertThat(test.daytona.effects)
                    .containsSubsequence("end building", "delete app/src/main.ts", "upload", "session building");
            assertThat(build()).contains(Build.FAILED);
            assertThat(status()).isEqualTo(Status.RUNNING);
            assertThat(attempt("older, later")).isEqualTo(new Outcome.Done());
            assertThat(builds()).isEqualTo(2);
        }
    }

    @Nested
    class WhenDaytonaFails {
        @Test
        void itIsFollowedLater() {
            leaveWhileBuilding();
            test.daytona.endCommands();
            test.daytona.failNextWith(new DaytonaException.Unavailable("find", "503"));

            assertThat(attempt()).isInstanceOf(Outcome.TryAgain.class);
            assertThat(test.worker().attempt(command, "second", 2)).isEqualTo(new Outcome.Done());

            assertThat(builds()).isEqualTo(1);
            assertThat(build()).contains(Build.PASSED);
        }

        @Test
        void anOutageSpendsNoAttempt() {
            leaveWhileBuilding();
            test.outage(true);
            test.daytona.failNextWith(new DaytonaException.Unavailable("find", "503"));

            assertThat(test.worker().attempt(command, "copy", 4)).isInstanceOf(Outcome.Wait.class);
            assertThat(build()).contains(Build.RUNNING);
        }

        @Test
        void thePreviewRunsOnAfterTheLastAttempt() {
            leaveWhileBuilding();
            test.daytona.failNextWith(new DaytonaException.Unavailable("find", "503"));

            assertThat(test.worker().attempt(command, "copy", 4)).isEqualTo(new Outcome.Done());

            assertThat(build()).contains(Build.UNKNOWN);
            assertThat(status()).isEqualTo(Status.RUNNING);
            assertThat(test.commands.all()).isEmpty();
        }

        @Test
        void thePreviewRunsOnAfterAnErrorOfOurs() {
            leaveWhileBuilding();
            test.daytona.failNextWith(new IllegalStateException("a bug"));

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(build()).contains(Build.UNKNOWN);
            assertThat(status()).isEqualTo(Status.RUNNING);
        }
    }
}
