package dev.midori.preview.provision.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.limits.DependencySettings;
import dev.midori.preview.provision.dependencies.Installation;
import dev.midori.preview.provision.fake.FakeCommand;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.DependencySets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Packages that are installed once, for many projects. */
class DependenciesIT {
    private static final String MARKER = "app/node_modules/.midori-dependencies";
    private static final String REACT = "{\"dependencies\":{\"react\":\"19.3.1\"}}";
    private static final String VUE = "{\"dependencies\":{\"vue\":\"3.6.0\"}}";

    private WorkerUnderTest test;
    private WorkerUnderTest.OneWorker worker;

    @BeforeEach
    void start() {
        test = new WorkerUnderTest();
        test.dependencies(WorkerUnderTest.keeping(true, 50));
        worker = test.worker();
    }

    @AfterEach
    void close() {
        test.close();
    }

    /** The same set in another project. */
    private static String named(String name) {
        return "{\"name\":\"%1$s\",\"scripts\":{\"dev\":\"%1$s\"},\"dependencies\":{\"react\":\"19.3.1\"}}"
                .formatted(name);
    }

    private CreateSandbox project(String user, String packageJson) {
        return test.acceptedFrom(
                user, List.of(new ProjectFile("package.json", packageJson), new ProjectFile("src/main.ts", user)));
    }

    /** Carries a project out, and answers what was done for it meanwhile. */
    private List<String> run(CreateSandbox command) {
        var before = test.daytona.effects.size();
        assertThat(worker.attempt(command, command.sandboxId().value(), 1)).isEqualTo(new Outcome.Done());
        assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
        return test.daytona.effects.stream().skip(before).toList();
    }

    /** The same, and waits until its packages are kept. */
    private void runAndKeep(String user, String packageJson) {
        var built = worker.caches().builds("built");
        run(project(user, packageJson));
        await().until(() -> worker.caches().builds("built") > built);
    }

    private String onlySnapshot() {
        assertThat(test.daytona.snapshotNames()).hasSize(1);
        return test.daytona.snapshotNames().getFirst();
    }

    @Test
    void theSecondProjectWithTheSameSetInstallsNothing() {
        runAndKeep("anna", REACT);

        var second = project("bob", named("another"));
        var done = run(second);

        assertThat(done)
                .startsWith("create from snapshot", "upload")
                .doesNotContain("run " + Installation.COMMAND)
                .contains("session starting");
        assertThat(test.sandboxes.recentLog(second.sandboxId(), 10))
                .contains("The packages are there: they were installed before, for the same dependencies.");
        assertThat(test.daytona.filesOf(second.sandboxId().value()))
                .containsEntry("app/src/main.ts", "bob")
                .containsKey(MARKER);
        assertThat(worker.caches().uses("found")).isEqualTo(1);
    }

    @Test
    void aSetIsBuiltWithoutAnythingOfTheProject() {
        runAndKeep("anna", named("annas"));

        assertThat(test.daytona.filesOfSnapshot(onlySnapshot()))
                .containsOnlyKeys(MARKER, "app/node_modules/.package-lock.json", "app/package.json")
                .containsEntry("app/package.json", REACT);
        assertThat(test.daytona.names())
                .as("the builder's sandbox is gone")
                .noneMatch(name -> name.startsWith(worker.caches().prefix()));
    }

    @Test
    void nothingIsKeptWhereItIsSwitchedOff() {
        test.dependencies(WorkerUnderTest.keeping(false, 50));
        worker = test.worker();

        run(project("anna", REACT));
        var done = run(project("bob", REACT));

        assertThat(done).startsWith("create").contains("run " + Installation.COMMAND);
        assertThat(test.daytona.effects).doesNotContain("snapshot");
        assertThat(worker.caches().uses("missing") + worker.caches().uses("unshared"))
                .isZero();
    }

    @Test
    void whatWasKeptIsRemovedOnceItIsSwitchedOff() {
        runAndKeep("anna", REACT);
        test.dependencies(WorkerUnderTest.keeping(false, 50));

        test.worker().caches().sweep();

        assertThat(test.daytona.snapshotNames()).isEmpty();
        assertThat(test.sets().condemned()).isEmpty();
    }

    @Test
    void anotherSetIsInstalled() {
        runAndKeep("anna", REACT);

        assertThat(run(project("bob", VUE))).startsWith("create").contains("run " + Installation.COMMAND);
    }

    @Test
    void projectsWhosePackagesCannotBeSharedAreInstalledAsEver() {
        var files = List.of(new ProjectFile("package.json", REACT), new ProjectFile(".npmrc", "registry=http://x"));

        assertThat(run(test.acceptedFrom("anna", files))).startsWith("create").contains("run " + Installation.COMMAND);

        assertThat(worker.caches().uses("unshared")).isEqualTo(1);
        assertThat(test.daytona.snapshotNames()).isEmpty();
    }

    @Nested
    class CannotBePoisoned {
        @Test
        void byWhatAProjectDoesInItsOwnSandbox() {
            runAndKeep("anna", REACT);
            var second = project("bob", REACT);
            run(second);

            test.daytona.filesOf(second.sandboxId().value()).put("app/node_modules/react/index.js", "evil");

            var third = project("carol", REACT);
            run(third);
            assertThat(test.daytona.filesOf(third.sandboxId().value()))
                    .doesNotContainKey("app/node_modules/react/index.js");
        }

        @Test
        void byPackagesThatMayDependOnTheProject() {
            test.daytona.installs("{\"packages\":{\"node_modules/@prisma/client\":{\"hasInstallScript\":true}}}");

            run(project("anna", REACT));

            await().until(() -> worker.caches().builds("unsuited") == 1);
            assertThat(test.daytona.snapshotNames()).isEmpty();
            assertThat(run(project("bob", REACT))).startsWith("create").contains("run " + Installation.COMMAND);
            assertThat(worker.caches().builds("unsuited")).isEqualTo(1);
        }

        @Test
        void byASnapshotThatHoldsSomethingElse() {
            runAndKeep("anna", REACT);
            test.daytona.changeSnapshot(onlySnapshot(), MARKER, "another set");

            assertThat(run(project("bob", REACT)))
                    .startsWith("create from snapshot")
                    .contains("run " + Installation.COMMAND);
            assertThat(worker.caches().uses("stale")).isEqualTo(1);
        }
    }

    @Nested
    class IsNeverHalfBuilt {
        @Test
        void whereTheInstallationFails() {
            test.daytona.scriptIn("midori-dependencies", "npm install", FakeCommand.ends(1, "npm error"));
            run(project("anna", REACT));

            await().until(() -> worker.caches().builds("failed") == 1);

            assertThat(test.daytona.effects).doesNotContain("snapshot");
            assertThat(run(project("bob", REACT))).startsWith("create").contains("run " + Installation.COMMAND);
            assertThat(worker.caches().builds("failed"))
                    .as("not tried again at once")
                    .isEqualTo(1);
        }

        @Test
        void whereTheSnapshotNeverComes() {
            test.daytona.failSnapshots();
            run(project("anna", REACT));

            await().atMost(Duration.ofSeconds(30)).until(() -> worker.caches().builds("failed") == 1);

            assertThat(run(project("bob", REACT))).startsWith("create").contains("run " + Installation.COMMAND);
            assertThat(test.daytona.names())
                    .noneMatch(name -> name.startsWith(worker.caches().prefix()));
        }

        @Test
        void whereItsBuilderWasLost() {
            var lost =
                    test.sets().begin("set", worker.caches().prefix() + "set").orElseThrow();
            test.daytona.addSnapshot(lost.snapshot());
            assertThat(test.sets().ask("set")).isInstanceOf(DependencySets.Answer.Later.class);
            assertThat(test.sets().begin("set", "x")).isEmpty();

            test.ageDependencies(Duration.ofMinutes(5));

            assertThat(test.sets().ask("set")).isInstanceOf(DependencySets.Answer.Wanted.class);
            var next =
                    test.sets().begin("set", worker.caches().prefix() + "set").orElseThrow();
            assertThat(next.epoch()).isGreaterThan(lost.epoch());
            assertThat(next.snapshot()).isNotEqualTo(lost.snapshot());
            assertThat(test.sets().renew(lost)).isFalse();
            assertThat(test.sets().ready(lost, 1)).isEmpty();
            worker.caches().sweep();
            assertThat(test.daytona.snapshotNames()).doesNotContain(lost.snapshot());
            assertThat(test.sets().ready(next, 1)).contains(0);
        }
    }

    @Test
    void aSnapshotThatHasVanishedCostsNobodyMoreThanAnInstallation() {
        runAndKeep("anna", REACT);
        test.daytona.loseSnapshots();

        var done = run(project("bob", REACT));

        assertThat(done).startsWith("create", "upload").contains("run " + Installation.COMMAND);
        assertThat(worker.caches().uses("refused")).isEqualTo(1);
        await().until(() -> worker.caches().builds("built") == 2);
        assertThat(run(project("dave", REACT))).startsWith("create from snapshot");
    }

    @Test
    void aSandboxThatIsMadeFromASnapshotIsGoneOnWithByAnotherWorker() {
        runAndKeep("anna", REACT);
        test.daytona.loseTheNextAnswer();
        var command = project("bob", REACT);
        assertThat(worker.attempt(command, "copy", 1)).isInstanceOf(Outcome.TryAgain.class);

        var before = test.daytona.effects.size();
        assertThat(test.worker().attempt(command, "copy", 2)).isEqualTo(new Outcome.Done());

        assertThat(test.daytona.effects.stream().skip(before))
                .doesNotContain("create", "create from snapshot", "run " + Installation.COMMAND);
        assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void otherFilesForASandboxThatIsBeingMadeAreLookedAtForThemselves() {
        runAndKeep("anna", REACT);
        test.daytona.script("npm run build", FakeCommand.runs(""));
        var first = project("bob", REACT);
        test.abandonDuring(first, "npm run build");
        test.daytona.script("npm run build", FakeCommand.ends(0, ""));

        var before = test.daytona.effects.size();
        run(project("bob", VUE));

        assertThat(test.daytona.effects.stream().skip(before))
                .doesNotContain("create", "create from snapshot")
                .contains("run " + Installation.COMMAND);
    }

    @Test
    void theLeastUsedSetMakesRoom() {
        test.dependencies(WorkerUnderTest.keeping(true, 1));
        worker = test.worker();
        runAndKeep("anna", REACT);
        var first = onlySnapshot();

        runAndKeep("bob", VUE);

        assertThat(onlySnapshot()).isNotEqualTo(first);
        assertThat(run(project("carol", REACT))).startsWith("create").contains("run " + Installation.COMMAND);
    }

    @Test
    void aSetThatTakesMoreThanAllMayMakesNobodyRoom() {
        runAndKeep("anna", REACT);
        var kept = onlySnapshot();
        var small = WorkerUnderTest.keeping(true, 50);
        test.dependencies(new DependencySettings(
                true, 50, DataSize.ofBytes(999), small.maxAge(), small.uses(), small.sweepInterval()));
        worker = test.worker();

        run(project("bob", VUE));

        await().until(() -> worker.caches().builds("unsuited") == 1);
        assertThat(test.daytona.snapshotNames()).contains(kept);
        worker.caches().sweep();
        assertThat(onlySnapshot()).isEqualTo(kept);
    }

    @Test
    void aSetIsInstalledAnewWhenItHasGrownOld() {
        runAndKeep("anna", REACT);
        var old = onlySnapshot();
        test.ageDependencies(Duration.ofHours(25));

        runAndKeep("bob", REACT);
        worker.caches().sweep();

        assertThat(onlySnapshot()).isNotEqualTo(old);
    }

    @Test
    void twoWorkersBuildASetOnce() {
        var other = test.worker();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = project("anna", REACT);
            var two = project("bob", REACT);
            threads.execute(() -> worker.attempt(one, "one", 1));
            threads.execute(() -> other.attempt(two, "two", 1));
        }

        await().until(() -> worker.caches().builds("built") + other.caches().builds("built") == 1);
        await().until(() -> !test.daytona.snapshotNames().isEmpty());
        assertThat(test.daytona.effects).filteredOn("snapshot"::equals).hasSize(1);
    }

    @Test
    void nothingThatBuildersLeaveStaysForLong() {
        var stray = worker.caches().prefix() + "stray";
        test.daytona.addSnapshot(stray);
        test.daytona.addSnapshot("somebody-elses");
        runAndKeep("anna", REACT);
        var kept = test.daytona.snapshotNames().stream()
                .filter(name -> !name.equals(stray) && !name.equals("somebody-elses"))
                .toList();

        worker.caches().sweep();

        assertThat(test.daytona.snapshotNames())
                .containsAll(kept)
                .contains("somebody-elses")
                .doesNotContain(stray);
    }

    @Test
    void oneThatCannotBeRemovedKeepsNoneOfTheOthers() {
        var stray = worker.caches().prefix() + "a stray";
        test.daytona.addSnapshot(stray);
        test.daytona.addSnapshot(worker.caches().prefix() + "another");
        test.daytona.keepSnapshot(stray);

        worker.caches().sweep();

        assertThat(test.daytona.snapshotNames()).containsExactly(stray);
    }

    @Test
    void whatComesAfterItWasSwitchedOffIsRemovedToo() {
        runAndKeep("anna", REACT);
        test.dependencies(WorkerUnderTest.keeping(false, 50));
        worker = test.worker();
        worker.caches().sweep();
        assertThat(test.daytona.snapshotNames()).isEmpty();

        test.daytona.addSnapshot(worker.caches().prefix() + "late");
        worker.caches().sweep();

        assertThat(test.daytona.snapshotNames()).isEmpty();
    }

    @Test
    void aSnapshotThatCannotBeRemovedNowIsRemovedLater() {
        runAndKeep("anna", REACT);
        test.sets().dropAll();
        test.daytona.failNextWith(new DaytonaException.Unavailable("find snapshot", "no answer in time"));

        worker.caches().sweep();
        assertThat(test.sets().condemned()).hasSize(1);
        test.ageDependencies(Duration.ZERO);
        worker.caches().sweep();

        assertThat(test.sets().condemned()).isEmpty();
        assertThat(test.daytona.snapshotNames()).isEmpty();
    }

    @Test
    void evictionCountsBytesAndUses() {
        var sets = test.sets();
        IntStream.range(0, 5)
                .forEach(i -> sets.ready(sets.begin("set-" + i, "name-" + i).orElseThrow(), 300L << 20));

        assertThat(IntStream.range(0, 5).filter(i -> sets.ask("set-" + i) instanceof DependencySets.Answer.Ready))
                .containsExactly(2, 3, 4);
        assertThat(sets.condemned()).hasSize(2);
        assertThat(sets.ready(sets.begin("huge", "huge").orElseThrow(), 2L << 30))
                .contains(4);
        assertThat(sets.ask("huge")).isInstanceOf(DependencySets.Answer.Wanted.class);
    }
}
