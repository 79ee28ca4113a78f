package dev.midori.preview.provision.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.provision.BuildMode;
import dev.midori.preview.provision.fake.FakeCommand;
import dev.midori.preview.provision.step.Pipelines;
import dev.midori.preview.provision.stop.Stoppers;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.PoolClaims.HandedOver;
import dev.midori.preview.template.PoolTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Projects that come to sandboxes which wait for them. */
class PoolIT {
    private static final String PACKAGE = "{\"scripts\":{\"dev\":\"vite\"},\"dependencies\":{\"react\":\"19.3.1\"}}";
    private static final PoolTemplate TEMPLATE = new PoolTemplate("react", 2, project(PACKAGE, "export default 1"));
    private static final PoolSlot SLOT = new PoolSlot("react", 0);
    private static final String MANIFEST = ".midori/manifest.json";

    private WorkerUnderTest test;
    private WorkerUnderTest.OneWorker worker;

    @BeforeEach
    void start() {
        test = new WorkerUnderTest();
        test.buildMode(BuildMode.SKIP);
        test.template(TEMPLATE);
        worker = test.worker();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static List<ProjectFile> project(String packageJson, String main) {
        return List.of(
                new ProjectFile("package.json", packageJson),
                new ProjectFile("vite.config.js", "export default {}"),
                new ProjectFile("src/main.js", main));
    }

    private CreateSandbox filled(PoolSlot slot) {
        var fill = test.ordered(slot, TEMPLATE);
        assertThat(worker.attempt(fill, "fill-" + slot.number(), 1)).isEqualTo(new Outcome.Done());
        assertThat(test.stateOf(fill).status()).isEqualTo(Status.RUNNING);
        return fill;
    }

    private CreateSandbox project(String user) {
        return test.acceptedFrom(user, project(PACKAGE, "export default '" + user + "'"));
    }

    private List<String> run(CreateSandbox command) {
        var before = test.daytona.effects.size();
        assertThat(worker.attempt(command, "copy", 1)).isEqualTo(new Outcome.Done());
        assertThat(test.stateOf(command).status()).isEqualTo(Status.RUNNING);
        return test.daytona.effects.stream().skip(before).toList();
    }

    private String daytonaIdOf(CreateSandbox command) {
        return ((SandboxState.Running) test.stateOf(command)).daytonaId();
    }

    private void assertCold(List<String> done) {
        assertThat(done).contains("create", "session starting").anyMatch(effect -> effect.contains("npm install"));
    }

    @Test
    void aProjectLikeTheTemplateOnlyBringsItsFiles() {
        var waiting = filled(SLOT);
        var place = daytonaIdOf(waiting);

        var anna = project("anna");
        var done = run(anna);

        assertThat(done).containsExactly("label", "upload");
        assertThat(daytonaIdOf(anna)).isEqualTo(place);
        assertThat(test.daytona.filesOf(waiting.sandboxId().value()))
                .containsEntry("app/src/main.js", "export default 'anna'");
        assertThat(test.daytona.written).containsExactlyInAnyOrder("app/src/main.js", MANIFEST);
        assertThat(worker.pool().claims("hit")).isEqualTo(1);
        assertThat(worker.pool().waited()).isEqualTo(1);
    }

    @Test
    void itsLabelsAreThoseOfTheProjectFromThenOn() {
        var waiting = filled(SLOT);
        var anna = project("anna");

        run(anna);

        var labels = test.daytona.labelsOf(waiting.sandboxId().value());
        assertThat(SandboxLabels.read(labels)).hasValueSatisfying(read -> {
            assertThat(read.id()).isEqualTo(anna.sandboxId());
            assertThat(read.owner()).isEqualTo(anna.owner());
        });
    }

    @Test
    void theSlotIsFreeAndWhatWaitedHasEnded() {
        var waiting = filled(SLOT);

        run(project("anna"));

        assertThat(test.stateOf(waiting)).isEqualTo(new SandboxState.Stopped(EndReason.HANDED_OVER));
        assertThat(test.pool().look(SLOT).held()).isEmpty();
        assertThat(test.commands.all()).noneMatch(StopSandbox.class::isInstance);
    }

    @Test
    void settingsThatTheServerReadsOnceAreReadByANewOne() {
        filled(SLOT);
        var files = new ArrayList<>(project(PACKAGE, "export default 2"));
        files.set(1, new ProjectFile("vite.config.js", "export default { base: '/' }"));

        var done = run(test.acceptedFrom("anna", files));

        assertThat(done).containsSubsequence("label", "upload", "end starting", "session starting");
        assertThat(done).noneMatch(effect -> effect.contains("npm install"));
    }

    @Test
    void whatTheTemplateHasAndTheProjectHasNotIsGone() {
        var waiting = filled(SLOT);

        run(test.acceptedFrom("anna", List.of(new ProjectFile("package.json", PACKAGE))));

        assertThat(test.daytona.filesOf(waiting.sandboxId().value()))
                .containsOnlyKeys("app/package.json", MANIFEST, "app/node_modules/.package-lock.json");
    }

    @Test
    void otherPackagesOrAnotherDevCommandAreNotLikeIt() {
        filled(SLOT);

        assertCold(run(test.acceptedFrom("anna", project(PACKAGE.replace("19.3.1", "18.0.0"), ""))));
        assertCold(run(test.acceptedFrom("bob", project(PACKAGE.replace("vite", "vite --debug"), ""))));

        assertThat(worker.pool().claims("unmatched")).isEqualTo(2);
    }

    @Test
    void anEmptyPoolKeepsNobodyWaiting() {
        assertCold(run(project("anna")));

        assertThat(worker.pool().claims("empty")).isEqualTo(1);
    }

    @Test
    void whatWaitsWithOtherFilesThanTheTemplateHasByNowIsLeft() {
        filled(SLOT);
        test.template(new PoolTemplate("react", 2, project(PACKAGE, "export default 'newer'")));
        worker = test.worker();

        assertCold(run(project("anna")));
    }

    @Test
    void whatHasWaitedNearlyAsLongAsItMayIsLeft() {
        var waiting = filled(SLOT);
        test.age(waiting, Pipelines.POOL.maxAge().minus(Duration.ofSeconds(30)));

        assertCold(run(project("anna")));
    }

    @Test
    void aCommandThatIsDeliveredTwiceHasOne() {
        filled(SLOT);
        filled(new PoolSlot("react", 1));
        var anna = project("anna");
        run(anna);
        var before = test.daytona.effects.size();

        assertThat(worker.attempt(anna, "another copy", 1)).isEqualTo(new Outcome.Done());

        assertThat(test.daytona.effects).hasSize(before);
        assertThat(test.pool().look(new PoolSlot("react", 0)).held().size()
                        + test.pool().look(new PoolSlot("react", 1)).held().size())
                .isEqualTo(1);
    }

    @Test
    void noTwoJobsHaveTheSame() {
        filled(SLOT);
        filled(new PoolSlot("react", 1));
        var jobs = IntStream.range(0, 6).mapToObj(i -> project("user-" + i)).toList();
        var workers = jobs.stream().map(_ -> test.worker()).toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 6)
                    .forEach(i -> threads.execute(() -> workers.get(i).attempt(jobs.get(i), "copy", 1)));
        }

        assertThat(new HashSet<>(jobs.stream().map(this::daytonaIdOf).toList())).hasSize(6);
        assertThat(workers.stream().mapToLong(one -> one.pool().claims("hit")).sum())
                .isEqualTo(2);
        assertThat(test.daytona.names()).hasSize(6);
    }

    @Test
    void aProjectThatIsBuiltBeforeIsBuiltThere() {
        test.buildMode(BuildMode.BEFORE);
        worker = test.worker();
        filled(SLOT);
        assertThat(test.daytona.effects)
                .as("whether a template builds is nobody's question")
                .noneMatch(effect -> effect.contains("npm run build"));

        assertThat(run(project("anna"))).anyMatch(effect -> effect.contains("npm run build"));
    }

    @Test
    void whatWaitsLivesAsLongAtDaytonaAsAnyOtherOnceItIsClaimed() {
        var waiting = filled(SLOT);
        var other = test.acceptedFrom("anna", List.of(new ProjectFile("package.json", "{}")));
        run(other);

        assertThat(minutesOf(waiting) - minutesOf(other))
                .isEqualTo(Pipelines.POOL.maxAge().toMinutes());
    }

    private int minutesOf(CreateSandbox command) {
        return Objects.requireNonNull(
                test.daytona.requestOf(command.sandboxId().value()).ttlMinutes());
    }

    @Test
    void aFillThatFailsIsCountedAndNotKept() {
        test.daytona.script("npm install", FakeCommand.ends(1, "npm error code E404\n"));
        var fill = test.ordered(SLOT, TEMPLATE);

        assertThat(worker.attempt(fill, "fill", 1)).isEqualTo(new Outcome.Done());

        var slot = test.pool().look(SLOT);
        assertThat(slot.held()).isEmpty();
        assertThat(slot.failures().count()).isEqualTo(1);
        assertThat(slot.failures().contentHash()).isEqualTo(TEMPLATE.contentHash());
        assertThat(test.rememberedFor(SLOT))
                .as("whoever looks days later finds the template stopped")
                .isGreaterThan(Duration.ofDays(7));
    }

    @Nested
    class WhenItsHolderIsLost {
        private CreateSandbox waiting;
        private CreateSandbox anna;

        @BeforeEach
        void intend() {
            waiting = filled(SLOT);
            anna = project("anna");
            test.store(
                    anna,
                    Map.of(
                            Checkpoint.CREATE_BEGUN_AT,
                            Long.toString(anna.issuedAt().toEpochMilli()),
                            Checkpoint.POOL_DONOR,
                            waiting.sandboxId().value()));
        }

        private HandedOver handOver() {
            return test.pool()
                    .take(waiting.sandboxId(), anna.sandboxId(), TEMPLATE.contentHash())
                    .orElseThrow();
        }

        @Test
        void afterItsIntentTheNextOneHasIt() {
            var place = daytonaIdOf(waiting);

            assertThat(run(anna)).containsExactly("label", "upload");

            assertThat(daytonaIdOf(anna)).isEqualTo(place);
        }

        @Test
        void afterTheHandOverTheNextOneHasIt() {
            var place = handOver().daytonaId();

            assertThat(run(anna)).containsExactly("label", "upload");

            assertThat(daytonaIdOf(anna)).isEqualTo(place);
        }

        @Test
        void afterTheLabelsTheNextOneHasIt() {
            var place = handOver();
            test.store(
                    anna,
                    Map.of(
                            Checkpoint.DAYTONA_ID,
                            place.daytonaId(),
                            "startingSession",
                            place.session(),
                            "startingCommand",
                            place.command()));
            var labels = new SandboxLabels(
                    anna.sandboxId(), anna.owner(), anna.issuedAt(), Pipelines.PROPERTIES.environment());
            test.daytona.replaceLabels(place.daytonaId(), labels.toMap());

            assertThat(run(anna)).containsExactly("label", "upload");

            assertThat(daytonaIdOf(anna)).isEqualTo(place.daytonaId());
        }

        @Test
        void beforeItWasHandedOverAndSomebodyElseHasIt() {
            run(project("bob"));

            assertCold(run(anna));

            assertThat(test.daytona.names()).hasSize(2);
        }

        @Test
        void duringTheUploadTheNextOneGoesOnThere() {
            test.daytona.breakOffTheNextUpload();
            assertThat(worker.attempt(anna, "copy", 1)).isInstanceOf(Outcome.TryAgain.class);

            assertThat(run(anna)).containsExactly("upload");

            assertThat(test.daytona.names()).containsExactly(waiting.sandboxId().value());
        }

        @Test
        void aStopFindsWhatWasHandedOver() {
            handOver();
            test.endings.stop(anna.sandboxId(), anna.userId(), EndReason.USER);

            assertThat(stop(anna)).isEqualTo(new Outcome.Done());

            assertThat(test.daytona.names()).isEmpty();
            assertThat(test.stateOf(anna)).isEqualTo(new SandboxState.Stopped(EndReason.USER));
        }

        @Test
        void aStopBeforeTheHandOverLeavesItWaitingForOthers() {
            test.endings.stop(anna.sandboxId(), anna.userId(), EndReason.USER);
            stop(anna);

            assertThat(test.stateOf(anna)).isEqualTo(new SandboxState.Stopped(EndReason.USER));
            assertThat(test.pool().take(waiting.sandboxId(), anna.sandboxId(), TEMPLATE.contentHash()))
                    .as("however late it is asked for")
                    .isEmpty();
            assertThat(run(project("bob"))).containsExactly("label", "upload");
        }

        @Test
        void anOldStopOfWhatWaitedLeavesItToItsOwner() {
            run(anna);

            stop(waiting);

            assertThat(test.daytona.names()).hasSize(1);
            assertThat(test.stateOf(anna).status()).isEqualTo(Status.RUNNING);
        }

        @Test
        void aRedisThatHasForgottenTheHandOverGivesItToNobodyElse() {
            run(anna);
            test.revive(waiting, SLOT);

            assertCold(run(project("bob")));

            assertThat(worker.pool().claims("gone")).isEqualTo(1);
            assertThat(test.daytona.names()).as("anna's is still there").hasSize(2);
        }

        @Test
        void whatNobodyCameForGoesByItsOwnStop() {
            handOver();

            stop(waiting);

            assertThat(test.daytona.names()).isEmpty();
        }
    }

    @Nested
    class WhenWhatWaitsIsOfNoUse {
        private CreateSandbox waiting;

        @BeforeEach
        void fill() {
            waiting = filled(SLOT);
        }

        @Test
        void becauseDaytonaHasItNoMore() {
            test.daytona.loseEverything();

            assertCold(run(project("anna")));

            assertThat(worker.pool().claims("gone")).isEqualTo(1);
        }

        @Test
        void becauseItsLabelsStay() {
            test.daytona.refuseLabels();
            var anna = project("anna");

            assertCold(run(anna));

            assertThat(test.daytona.names()).containsExactly(anna.sandboxId().value());
            assertThat(worker.pool().claims("refused")).isEqualTo(1);
        }

        @Test
        void becauseNobodyKnowsItsFiles() {
            test.daytona.loseFile(waiting.sandboxId().value(), MANIFEST);
            var anna = project("anna");

            assertCold(run(anna));

            assertThat(test.daytona.names()).containsExactly(anna.sandboxId().value());
            assertThat(worker.pool().claims("unfit")).isEqualTo(1);
        }

        @Test
        void becauseItsServerHasEnded() {
            test.daytona.endServers();
            var anna = project("anna");
            var first = worker.attempt(anna, "copy", 1);
            assertThat(first).as("the files are gone, and the broker has them").isEqualTo(new Outcome.HandOver());

            assertThat(worker.attempt(anna, "copy", 1)).isEqualTo(new Outcome.Done());

            assertThat(test.stateOf(anna).status()).isEqualTo(Status.RUNNING);
            assertThat(test.daytona.names()).containsExactly(anna.sandboxId().value());
        }
    }

    private Outcome stop(CreateSandbox command) {
        var order = new StopSandbox(
                1, command.sandboxId(), command.userId(), command.issuedAt(), EndReason.USER, null, null);
        return Stoppers.on(test).stop(order, WorkerUnderTest.first("copy"));
    }
}
