package dev.midori.preview.provision.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.SandboxCommand;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.provision.dependencies.Installation;
import dev.midori.preview.provision.fake.FakeCommand;
import dev.midori.preview.provision.fake.TickingClock;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.UnreadableStateException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisionerIT {
    private WorkerUnderTest test;
    private CreateSandbox command;

    @BeforeEach
    void accept() {
        test = new WorkerUnderTest();
        command = test.accepted();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private Outcome attempt() {
        return test.worker().attempt(command, "copy", 1);
    }

    @Test
    void carriesOutEveryStepOnceAndInOrder() {
        assertThat(attempt()).isEqualTo(new Outcome.Done());

        assertThat(test.daytona.effects)
                .containsExactly(
                        "create",
                        "upload",
                        "session installing",
                        "run " + Installation.COMMAND,
                        "session building",
                        "run ( cd app && npm run build --if-present )",
                        "session starting",
                        "run ( cd app && PORT=3000 npm run dev -- --host 0.0.0.0 --port 3000 )");
        assertThat(test.stateOf(command))
                .asInstanceOf(type(SandboxState.Running.class))
                .extracting(SandboxState.Running::link)
                .isEqualTo(new PreviewLink("http://3000-signed.preview", privateUrl(), "token"));
        assertThat(test.commands.all()).isEmpty();
    }

    private String privateUrl() {
        var daytonaId =
                test.daytona.find(command.sandboxId().value()).orElseThrow().id();
        return "http://3000-%s.preview".formatted(daytonaId);
    }

    @Test
    void createsUnderOurNameWithLabelsAndNets() {
        attempt();

        var request = test.daytona.requestOf(command.sandboxId().value());
        assertThat(request.labels())
                .containsEntry("midori.sandbox-id", command.sandboxId().value())
                .containsEntry("midori.user-id", "anna")
                .containsEntry("midori.project-id", "cafe")
                .containsEntry("midori.environment", "local")
                .containsKey("midori.created-at");
        assertThat(request.language()).isEqualTo("typescript");
        assertThat(request.autoStopInterval()).isZero();
        assertThat(request.autoDeleteInterval()).isZero();
        assertThat(request.ttlMinutes()).isEqualTo(25 * 60);
    }

    @Test
    void uploadsTheFilesBelowTheProjectsFolder() {
        attempt();

        assertThat(test.daytona.filesOf(command.sandboxId().value()))
                .containsEntry("app/package.json", "{}")
                .containsEntry("app/src/main.ts", "let x = 1");
    }

    @Test
    void keepsWhatTheStepsPrinted() {
        test.daytona.script("npm install", FakeCommand.ends(0, "\u001b[32madded 63 packages\u001b[0m in 2s"));

        attempt();

        assertThat(test.sandboxes.recentLog(command.sandboxId(), 10)).contains("added 63 packages in 2s");
    }

    @Test
    void aSecondDeliveryOfAJobThatIsDoneDoesNothing() {
        attempt();
        var before = test.daytona.effects.size();

        assertThat(test.worker().attempt(command, "another copy", 1)).isEqualTo(new Outcome.Done());
        assertThat(test.daytona.effects).hasSize(before);
    }

    @Nested
    class WhenTheWorkerLeaves {
        private void leaveOnce(Callable<Boolean> enough) {
            var departure = new Departure();
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var leaving = workers.submit(() -> test.worker(departure).attempt(command, "copy", 1));
                await().until(enough);
                departure.begin();

                assertThat(leaving).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.HandOver());
            }
        }

        @Test
        void anotherFollowsTheCommandThatRuns() {
            test.daytona.script("npm install", new FakeCommand(40, 0, "added 63 packages\n"));
            leaveOnce(() -> test.daytona.effects.stream().anyMatch(effect -> effect.contains("npm install")));

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
            assertThat(test.daytona.effects)
                    .filteredOn(effect -> effect.contains("npm install"))
                    .hasSize(1);
            assertThat(test.daytona.effects).filteredOn("create"::equals).hasSize(1);
        }

        @Test
        void anotherGoesOnBehindWhatIsInTheLogAlready() {
            test.daytona.script("npm install", FakeCommand.runs("one\ntwo\n"));
            leaveOnce(() -> test.sandboxes.recentLog(command.sandboxId(), 100).contains("two"));
            test.daytona.endCommands();

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.sandboxes.recentLog(command.sandboxId(), 100)).containsOnlyOnce("one", "two");
        }

        @Test
        void aCommandWhoseIdCouldNotBeStoredIsFoundInItsSession() {
            test.daytona.script("npm install", FakeCommand.runs(""));
            test.abandonDuring(command, "npm install");
            test.forget(command, "installingCommand");
            test.daytona.endCommands();

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.daytona.effects)
                    .filteredOn(effect -> effect.contains("npm install"))
                    .hasSize(1);
        }

        @Test
        void aSessionThatHoldsNoCommandIsDeletedFirst() {
            test.daytona.script("npm install", FakeCommand.runs(""));
            test.abandonDuring(command, "npm install");
            test.forget(command, "installingCommand");
            test.daytona.forgetCommands();
            test.daytona.script("npm install", FakeCommand.ends(0, ""));

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.daytona.effects).containsSubsequence("end installing", "session installing");
        }

        @Test
        void aHolderWhoseChannelIsClosedBeginsNothingMore() {
            test.daytona.script("npm install", FakeCommand.runs(""));
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var working = workers.submit(() -> test.worker().attempt(command, "copy", 1));
                await().until(() -> test.daytona.effects.stream().anyMatch(effect -> effect.contains("npm install")));
                test.connected(false);

                assertThat(working).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.HandOver());
            }
            var before = test.daytona.effects.size();
            test.connected(true);
            test.daytona.script("npm install", FakeCommand.ends(0, ""));

            assertThat(test.daytona.effects).hasSize(before);
        }

        @Test
        void aHolderThatWasSetAsideLongEnoughTouchesNothingMore() {
            test.daytona.script("npm install", FakeCommand.runs(""));
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var former = workers.submit(() -> test.worker().attempt(command, "copy", 1));
                await().until(() -> test.daytona.effects.stream().anyMatch(effect -> effect.contains("npm install")));

                var next = workers.submit(() -> test.worker().attempt(command, "copy", 1));

                assertThat(former).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.Done());
                assertThat(test.daytona.effects)
                        .filteredOn(effect -> effect.contains("npm install"))
                        .hasSize(1);
                test.stop(command);
                assertThat(next).succeedsWithin(Duration.ofSeconds(5));
            }
        }

        @Test
        void oneDeliveryThatTakesTooLongGoesOnInAnother() {
            test.daytona.stayCreating();
            var clock = new TickingClock(Clock.systemUTC().instant(), Duration.ofMinutes(13));
            // A create of 5 minutes is over before a delivery of 25, but not where each look takes 13.
            assertThat(test.worker(clock).attempt(command, "copy", 1)).isInstanceOf(Outcome.Wait.class);
        }

        @Test
        void anotherCopyWaitsWhileItIsStillAtWork() {
            test.daytona.script("npm install", FakeCommand.runs(""));
            var departure = new Departure();
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var working = workers.submit(() -> test.worker(departure).attempt(command, "copy", 1));
                await().until(() -> test.daytona.effects.stream().anyMatch(effect -> effect.contains("npm install")));

                assertThat(test.worker().attempt(command, "another copy", 1)).isInstanceOf(Outcome.Wait.class);

                departure.begin();
                assertThat(working).succeedsWithin(Duration.ofSeconds(5));
            }
        }
    }

    @Nested
    class WhenRedisIsAway {
        @Test
        void theJobWaitsAndGoesOn() {
            test.daytona.script("npm install", FakeCommand.runs(""));
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var working = workers.submit(() -> test.worker().attempt(command, "copy", 1));
                await().until(() -> test.daytona.effects.stream().anyMatch(effect -> effect.contains("npm install")));
                test.pauseRedis(true);
                assertThat(working).isNotDone();
                test.daytona.script("npm install", FakeCommand.ends(0, ""));
                test.pauseRedis(false);

                test.daytona.endCommands();

                assertThat(working).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(new Outcome.Done());
            }
            assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
            assertThat(test.daytona.effects).filteredOn("create"::equals).hasSize(1);
        }

        @Test
        void aRecordThatVanishedIsWrittenAnewAndTheJobGoesOn() {
            test.daytona.script("npm install", FakeCommand.runs(""));
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var working = workers.submit(() -> test.worker().attempt(command, "copy", 1));
                await().until(() -> test.daytona.effects.stream().anyMatch(effect -> effect.contains("npm install")));

                test.forgetEverything();
                await().until(() -> test.sandboxes.find(command.sandboxId()).isPresent());
                test.daytona.endCommands();

                assertThat(working).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(new Outcome.Done());
            }
            assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
            assertThat(test.daytona.effects).filteredOn("create"::equals).hasSize(1);
            assertThat(test.daytona.effects)
                    .filteredOn(effect -> effect.contains("npm install"))
                    .hasSize(1);
        }

        @Test
        void aSandboxThatNobodyRemembersIsTakenOverAndCleared() {
            test.daytona.script("npm install", FakeCommand.runs(""));
            test.abandonDuring(command, "npm install");
            test.forgetEverything();
            test.daytona.script("npm install", FakeCommand.ends(0, ""));

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.daytona.effects).filteredOn("create"::equals).hasSize(1);
            assertThat(test.daytona.effects).containsSubsequence("end installing", "session installing");
        }
    }

    @Nested
    class WhenNewerFilesAreWanted {
        private final List<ProjectFile> newer =
                List.of(new ProjectFile("package.json", "{}"), new ProjectFile("src/app.ts", "let y = 2"));

        @Test
        void theOlderOnesGiveWayAndTheSandboxIsKept() {
            test.daytona.script("npm install", FakeCommand.runs(""));
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var older = workers.submit(() -> test.worker().attempt(command, "copy", 1));
                await().until(() -> test.daytona.effects.stream().anyMatch(effect -> effect.contains("npm install")));
                test.daytona.script("npm install", FakeCommand.ends(0, ""));

                var second = test.accepted(newer);
                var outcome = test.worker().attempt(second, "second copy", 1);

                assertThat(second.sandboxId()).isEqualTo(command.sandboxId());
                assertThat(second.revision()).isGreaterThan(command.revision());
                assertThat(outcome).isEqualTo(new Outcome.Done());
                assertThat(older).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new Outcome.Done());
            }
            assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
            assertThat(test.daytona.effects).filteredOn("create"::equals).hasSize(1);
            assertThat(test.daytona.effects).containsSubsequence("end installing", "upload", "session installing");
            assertThat(test.daytona.filesOf(command.sandboxId().value()))
                    .containsKey("app/src/app.ts")
                    .doesNotContainKey("app/src/main.ts");
        }

        @Test
        void theFailureOfTheOlderOnesIsNobodys() {
            test.daytona.script("npm install", FakeCommand.ends(1, "npm error code E404"));
            var second = test.accepted(newer);

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.stateOf(command).status()).isEqualTo(Status.BUILDING);
            test.daytona.script("npm install", FakeCommand.ends(0, ""));
            assertThat(test.worker().attempt(second, "second copy", 1)).isEqualTo(new Outcome.Done());
            assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
        }

        @Test
        void aPreviewThatRunsOnlyGetsWhatHasChanged() {
            attempt();
            var before = test.daytona.effects.size();

            test.run(test.accepted(newer));

            assertThat(test.daytona.effects.subList(before, test.daytona.effects.size()))
                    .containsExactly("end installing", "delete app/src/main.ts", "upload");
            assertThat(test.daytona.written).containsExactly("app/src/app.ts", ".midori/manifest.json");
            assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
        }

        @Test
        void otherPackagesAreInstalledAndTheDevServerStartsAgain() {
            attempt();
            var before = test.daytona.effects.size();

            test.run(test.accepted(List.of(
                    new ProjectFile("package.json", "{\"dependencies\":{\"react\":\"19\"}}"),
                    new ProjectFile("src/main.ts", "let x = 1"))));

            assertThat(test.daytona.effects.subList(before, test.daytona.effects.size()))
                    .containsExactly(
                            "end installing",
                            "upload",
                            "session installing",
                            "run " + Installation.COMMAND,
                            "end starting",
                            "session starting",
                            "run ( cd app && PORT=3000 npm run dev -- --host 0.0.0.0 --port 3000 )");
        }

        @Test
        void aDevServerOfWhichNothingIsKnownAnyMoreIsEndedBeforeItStartsAgain() {
            attempt();
            test.erase(command, "startingSession", "startingCommand");
            var before = test.daytona.effects.size();

            test.run(test.accepted(List.of(
                    new ProjectFile("package.json", "{\"scripts\":{\"dev\":\"vite --open\"}}"),
                    new ProjectFile("src/main.ts", "let x = 1"))));

            assertThat(test.daytona.effects.subList(before, test.daytona.effects.size()))
                    .containsSubsequence("upload", "end starting", "session starting");
        }

        private CreateSandbox leftWhileTheDevServerStartsAgain() {
            attempt();
            var second = test.accepted(List.of(
                    new ProjectFile("package.json", "{\"scripts\":{\"dev\":\"vite --open\"}}"),
                    new ProjectFile("src/main.ts", "let x = 1")));
            test.daytona.pageAnswers(false);
            test.abandonDuring(second, "run dev");
            test.daytona.pageAnswers(true);
            return second;
        }

        @Test
        void whatWasLeftHalfDoneIsFinished() {
            var second = leftWhileTheDevServerStartsAgain();
            var before = test.daytona.effects.size();

            assertThat(test.worker().attempt(second, "copy", 1)).isEqualTo(new Outcome.Done());

            assertThat(test.daytona.effects.subList(before, test.daytona.effects.size()))
                    .isEmpty();
        }

        @Test
        void whatTheWorldFailedMeanwhileIsNotDoneAgain() {
            var second = leftWhileTheDevServerStartsAgain();
            var before = test.daytona.effects.size();
            test.daytona.failNextWith(new DaytonaException.Unavailable("find", "503"));

            assertThat(test.worker().attempt(second, "copy", 1)).isInstanceOf(Outcome.TryAgain.class);
            assertThat(test.worker().attempt(second, "next copy", 2)).isEqualTo(new Outcome.Done());

            assertThat(test.daytona.effects.subList(before, test.daytona.effects.size()))
                    .isEmpty();
        }
    }

    @Nested
    class WhenDaytonaFails {
        @Test
        void anOutageSpendsNoAttempt() {
            test.outage(true);
            test.daytona.failNextWith(new DaytonaException.Unavailable("create", "503"));

            assertThat(test.worker().attempt(command, "copy", 4)).isInstanceOf(Outcome.Wait.class);
            assertThat(test.stateOf(command).status()).isEqualTo(Status.CREATING);
        }

        @Test
        void aRefusedKeyIsNoFaultOfTheJobs() {
            test.daytona.failNextWith(new DaytonaException.Unauthorized("create", "answered 401"));

            assertThat(attempt()).isEqualTo(new Outcome.TryAgain("SANDBOX_CREATION_FAILED", Optional.empty()));
            assertThat(attempt()).isEqualTo(new Outcome.Done());
        }

        @Test
        void aCreateWhoseAnswerWasLostIsFoundAndNotRepeated() {
            test.daytona.loseTheNextAnswer();

            assertThat(attempt()).isInstanceOf(Outcome.TryAgain.class);
            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.daytona.effects).filteredOn("create"::equals).hasSize(1);
            assertThat(test.daytona.names()).containsExactly(command.sandboxId().value());
        }

        @Test
        void waitsForAsLongAsItWasAskedTo() {
            test.daytona.failNextWith(new DaytonaException.Throttled("create", Duration.ofSeconds(42)));

            assertThat(attempt())
                    .isEqualTo(new Outcome.TryAgain("SANDBOX_CREATION_FAILED", Optional.of(Duration.ofSeconds(42))));
            assertThat(test.stateOf(command).status()).isEqualTo(Status.CREATING);
        }

        @Test
        void givesUpAfterTheLastAttempt() {
            test.daytona.failNextWith(new DaytonaException.Unavailable("create", "502"));

            assertThat(test.worker().attempt(command, "copy", 4))
                    .isEqualTo(new Outcome.GiveUp("SANDBOX_CREATION_FAILED"));
            assertThat(test.failureOf(command).code()).isEqualTo(FailureCode.SANDBOX_CREATION_FAILED);
            assertStopPublished();
        }

        @Test
        void aSandboxThatVanishedIsMadeAnew() {
            test.daytona.script("npm install", FakeCommand.ends(1, "npm error code ECONNRESET\n"));
            assertThat(attempt()).isInstanceOf(Outcome.TryAgain.class);
            test.daytona.loseEverything();
            test.daytona.script("npm install", FakeCommand.ends(0, ""));

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.daytona.effects).filteredOn("upload"::equals).hasSize(2);
            assertThat(test.daytona.names()).containsExactly(command.sandboxId().value());
        }

        @Test
        void aSandboxThatDoesNotStartInTimeEndsTheJob() {
            test.daytona.stayCreating();

            var outcome = test.worker(ticking(Duration.ofMinutes(1))).attempt(command, "copy", 1);

            assertThat(outcome).isEqualTo(new Outcome.GiveUp("SANDBOX_CREATION_TIMEOUT"));
            assertThat(test.failureOf(command).code()).isEqualTo(FailureCode.SANDBOX_CREATION_TIMEOUT);
        }
    }

    @Nested
    class WhenTheProjectFails {
        @Test
        void aBuildThatFailsIsToldWithTheCompilersWords() {
            test.daytona.script("run build", FakeCommand.ends(2, "src/main.ts(1,5): error TS2322\n"));

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.failureOf(command).code()).isEqualTo(FailureCode.BUILD_FAILED);
            assertThat(test.failureOf(command).logTail()).contains("error TS2322");
            assertStopPublished();
        }

        @Test
        void aMissingPackageIsItsOwnFault() {
            test.daytona.script("npm install", FakeCommand.ends(1, "npm error code E404\n"));

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.failureOf(command).code()).isEqualTo(FailureCode.NPM_INSTALL_FAILED);
        }

        @Test
        void aRegistryThatCannotBeReachedIsNot() {
            test.daytona.script("npm install", FakeCommand.ends(1, "npm error code ENOTFOUND\n"));

            assertThat(attempt()).isInstanceOf(Outcome.TryAgain.class);
            test.daytona.script("npm install", FakeCommand.ends(0, ""));
            assertThat(test.worker().attempt(command, "next copy", 2)).isEqualTo(new Outcome.Done());

            assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void timeThatTheWorldCostIsNotTakenFromIt(boolean duringAnOutage) {
            test.outage(duringAnOutage);
            test.daytona.script("npm install", FakeCommand.ends(1, "npm error code ECONNREFUSED\n"));
            assertThat(attempt()).isInstanceOfAny(Outcome.TryAgain.class, Outcome.Wait.class);
            test.outage(false);
            test.daytona.script("npm install", new FakeCommand(3, 0, ""));
            var later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(11));

            assertThat(test.worker(later).attempt(command, "next copy", 2)).isEqualTo(new Outcome.Done());

            assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
        }

        @Test
        void whoeverPrintsMoreThanIsReadIsNeitherFailedNorBlamed() {
            test.daytona.script("npm install", FakeCommand.printsTooMuch(3, 0));
            test.daytona.script("npm run build", FakeCommand.printsTooMuch(0, 1));

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.failureOf(command).code()).isEqualTo(FailureCode.BUILD_FAILED);
            assertThat(test.failureOf(command).logTail()).contains("more than can be shown");
            assertThat(test.sandboxes.recentLog(command.sandboxId(), 100))
                    .filteredOn(line -> line.contains("more than can be shown"))
                    .as("once for each step")
                    .hasSize(2);
        }

        @Test
        void anInstallWithoutEndTimesOut() {
            test.daytona.script("npm install", FakeCommand.runs("fetching…\n"));

            var outcome = test.worker(ticking(Duration.ofSeconds(20))).attempt(command, "copy", 1);

            assertThat(outcome).isEqualTo(new Outcome.Done());
            assertThat(test.failureOf(command).code()).isEqualTo(FailureCode.BUILD_TIMEOUT);
        }

        @Test
        void aDevServerThatEndsIsToldWithItsLog() {
            test.daytona.script("run dev", FakeCommand.ends(1, "Missing script: \"dev\"\n"));

            assertThat(attempt()).isEqualTo(new Outcome.Done());

            assertThat(test.failureOf(command).code()).isEqualTo(FailureCode.DEV_SERVER_FAILED);
            assertThat(test.failureOf(command).logTail()).contains("Missing script");
        }

        @Test
        void aPageThatNeverAnswersIsNotCalledRunning() {
            test.daytona.pageAnswers(false);

            var outcome = test.worker(ticking(Duration.ofSeconds(5))).attempt(command, "copy", 1);

            assertThat(outcome).isEqualTo(new Outcome.Done());
            assertThat(test.failureOf(command).code()).isEqualTo(FailureCode.DEV_SERVER_FAILED);
        }
    }

    @Nested
    class WhenItIsStopped {
        private Future<Outcome> stoppedWhileInstalling(ExecutorService workers) {
            test.daytona.script("npm install", FakeCommand.runs(""));
            var working = workers.submit(() -> test.worker().attempt(command, "copy", 1));
            await().until(() -> test.daytona.effects.stream().anyMatch(effect -> effect.contains("npm install")));
            test.stop(command);
            return working;
        }

        @Test
        void nothingNewBegins() {
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var working = stoppedWhileInstalling(workers);
                var effects = test.daytona.effects.size();

                assertThat(working).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(new Outcome.Done());
                assertThat(test.daytona.effects).hasSize(effects);
            }
            assertThat(test.stateOf(command).status()).isEqualTo(Status.STOPPING);
        }

        @Test
        void whatFailsOnlyBecauseItsSandboxGoesIsNotTriedAgain() {
            try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
                var working = stoppedWhileInstalling(workers);
                test.daytona.delete(command.sandboxId().value());

                assertThat(working).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(new Outcome.Done());
            }
            assertThat(test.stateOf(command).status()).isEqualTo(Status.STOPPING);
        }

        @Test
        void aCommandThatComesLaterDoesNothing() {
            test.stop(command);

            assertThat(attempt()).isEqualTo(new Outcome.Done());
            assertThat(test.daytona.effects).isEmpty();
        }
    }

    @Test
    void anErrorOfOursIsKeptForUsToLookAt() {
        test.daytona.failNextWith(new IllegalStateException("a bug"));

        assertThat(attempt()).isEqualTo(new Outcome.GiveUp("INTERNAL_ERROR"));
        assertThat(test.failureOf(command).message()).doesNotContain("a bug");
    }

    @Test
    void aRecordThatCanNotBeReadIsNoOutageToWaitFor() {
        test.garble(command, "revision");

        assertThatThrownBy(this::attempt).isInstanceOf(UnreadableStateException.class);
    }

    @Test
    void aJobOfWhichOneWorkerAfterTheOtherDiesIsNotTriedForEver() {
        for (int i = 0; i < 10; i++) {
            test.worker().dieOf(command, "copy");
        }

        assertThat(attempt()).isEqualTo(new Outcome.GiveUp("CRASH_LOOP"));

        assertThat(test.failureOf(command).code()).isEqualTo(FailureCode.INTERNAL_ERROR);
        assertThat(test.daytona.effects).isEmpty();
        assertStopPublished();
    }

    @Test
    void aWorkerThatHandsTheJobOnSaysThatNoneDiesOfIt() {
        test.daytona.script("npm install", FakeCommand.runs(""));
        for (int i = 0; i < 9; i++) {
            test.worker().dieOf(command, "copy");
        }
        test.abandonDuring(command, "npm install");
        for (int i = 0; i < 9; i++) {
            test.worker().dieOf(command, "copy");
        }

        test.daytona.endCommands();

        assertThat(attempt()).isEqualTo(new Outcome.Done());
    }

    private static Clock ticking(Duration tick) {
        return new TickingClock(Clock.systemUTC().instant(), tick);
    }

    private void assertStopPublished() {
        assertThat(test.commands.all())
                .extracting(sent -> ((SandboxCommand) sent).sandboxId())
                .containsExactly(command.sandboxId());
        assertThat(test.commands.all().getFirst())
                .asInstanceOf(type(StopSandbox.class))
                .extracting(StopSandbox::reason)
                .isEqualTo(EndReason.FAILED);
    }
}
