package dev.midori.preview.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.Endings.Stop;
import dev.midori.preview.state.HoldLost;
import dev.midori.preview.state.Job;
import dev.midori.preview.state.Jobs.Claim;
import dev.midori.preview.state.Jobs.Task;
import dev.midori.preview.state.Reservations.Reservation;
import dev.midori.preview.state.StopOrder;
import dev.midori.preview.state.UnreadableStateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class RedisStateIT {
    private static StateUnderTest state;

    @BeforeAll
    static void start() {
        state = StateUnderTest.start();
    }

    @AfterAll
    static void stop() {
        state.close();
    }

    @BeforeEach
    void clear() {
        state.clear();
    }

    @Nested
    class AReservation {
        @Test
        void takesTheOnlySlotOnce() {
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                var answers = IntStream.range(0, 100)
                        .mapToObj(_ -> callers.submit(() -> state.reserve("anna", "cafe", "v1")))
                        .toList()
                        .stream()
                        .map(StateUnderTest::get)
                        .toList();

                assertThat(answers)
                        .filteredOn(Reservation.Reserved.class::isInstance)
                        .hasSize(1);
                assertThat(answers)
                        .filteredOn(Reservation.Joined.class::isInstance)
                        .hasSize(99);
            }
        }

        @Test
        void ofTheSameProjectWithOtherFilesIsItsNextRevision() {
            var first = state.running("anna", "cafe", "v1");

            var second = state.revised(first, "v2");
            assertThat(second).isGreaterThan(1);
            assertThat(state.reserve("anna", "cafe", "v2")).isEqualTo(new Reservation.Joined(first, second));
            assertThat(state.revised(first, "v1")).isGreaterThan(second);
            assertThat(state.statusOf(first)).isEqualTo(Status.RUNNING);
        }

        @Test
        void ofARevisionThatNeverReachedTheBrokerIsTakenBack() {
            var id = state.running("anna", "cafe", "v1");
            var lost = state.revised(id, "v2");

            state.reservations.abandon(id, lost);

            assertThat(state.statusOf(id)).isEqualTo(Status.RUNNING);
            assertThat(state.revised(id, "v2"))
                    .as("the first command may arrive all the same")
                    .isGreaterThan(lost);
        }

        @Test
        void ofARevisionWhoseGatewayDiedIsAskedForAnewAfterAWhile() {
            var id = state.running("anna", "cafe", "v1");
            var lost = state.revised(id, "v2");
            assertThat(state.reserve("anna", "cafe", "v2")).isEqualTo(new Reservation.Joined(id, lost));

            state.revisedAgo(id, Duration.ofMinutes(2));

            var anew = state.revised(id, "v2");
            assertThat(anew).isGreaterThan(lost);
            state.reservations.confirm(id, anew);
            state.revisedAgo(id, Duration.ofMinutes(2));
            assertThat(state.reserve("anna", "cafe", "v2")).isEqualTo(new Reservation.Joined(id, anew));
        }

        @Test
        void ofARevisionThatTheBrokerDidNotTakeIsAwaitedByNobody() {
            var id = state.running("anna", "cafe", "v1");
            var lost = state.revised(id, "v2");
            assertThat(state.wasGivenUp(id, lost)).isFalse();

            state.reservations.abandon(id, lost);

            assertThat(state.wasGivenUp(id, lost)).isTrue();
            assertThat(state.wasGivenUp(id, 1)).isFalse();
            var anew = state.revised(id, "v2");
            assertThat(state.wasGivenUp(id, anew)).isFalse();
            state.reservations.confirm(id, anew);
            state.revisedAgo(id, Duration.ofMinutes(2));
            assertThat(state.wasGivenUp(id, anew)).isFalse();
        }

        @Test
        void afterAFailoverThatLostTheLastRevisionsIsNoneOfThem() {
            var id = state.running("anna", "cafe", "v1");
            var lost = state.revised(id, "v2");
            var change = state.change(id, "anna");
            assertThat(change).isGreaterThan(lost);

            state.loseTheRevisions(id);

            assertThat(state.change(id, "anna")).isGreaterThan(change);
            state.loseTheRevisions(id);
            assertThat(state.revised(id, "v2")).isGreaterThan(change);
        }

        @ParameterizedTest
        @ValueSource(strings = {"v1", "v2"})
        void ofAProjectThatRunsIsASignOfItsOwner(String files) {
            var id = state.running("anna", "cafe", "v1");
            state.aliveUntil(id, Duration.ofSeconds(-1));
            state.lastSeen(id, Duration.ofMinutes(11));

            state.reserve("anna", "cafe", files);

            assertThat(state.claimIdle(id)).isEmpty();
            assertThat(state.aliveUntil(id)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
            assertThat(state.reserve("anna", "bar", "v1")).isInstanceOf(Reservation.LimitReached.class);
        }

        @Test
        void ofAnotherProjectIsRefusedWhileThePageIsThere() {
            var first = state.running("anna", "cafe", "v1");

            assertThat(state.reserve("anna", "bar", "v1"))
                    .asInstanceOf(type(Reservation.LimitReached.class))
                    .satisfies(limit -> {
                        assertThat(limit.live()).isEqualTo(first);
                        assertThat(limit.goneIn().orElseThrow())
                                .as("it may beat as slowly as the newest frontend does")
                                .isBetween(Duration.ofSeconds(440), Duration.ofSeconds(450));
                    });
        }

        @Test
        void ofAnotherProjectReplacesOneWhosePageIsGone() {
            var first = state.running("anna", "cafe", "v1");
            state.lastSeen(first, Duration.ofMinutes(8));

            assertThat(state.reserve("anna", "bar", "v1")).isInstanceOf(Reservation.Reserved.class);
            assertThat(state.statusOf(first)).isEqualTo(Status.STOPPING);
        }

        @Test
        void ofAnotherProjectReplacesWhatItsOwnerSaysItShall() {
            var first = state.running("anna", "cafe", "v1");

            assertThat(state.reserveReplacing("anna", "bar", "v1")).isInstanceOf(Reservation.Reserved.class);
            assertThat(state.statusOf(first)).isEqualTo(Status.STOPPING);
        }

        @Test
        void ofWhatJustFailedIsToldWithoutASandbox() {
            var id = state.accepted("anna", "cafe", "v1");
            state.taken(id, "anna", "copy").fail(failure(FailureCode.BUILD_FAILED), "v1");

            assertThat(state.reserve("anna", "cafe", "v1")).isEqualTo(new Reservation.FailedBefore(id, 1));
            assertThat(state.reserve("anna", "cafe", "v1")).isEqualTo(new Reservation.FailedBefore(id, 2));
            assertThat(state.reserve("anna", "bar", "v1")).isInstanceOf(Reservation.Reserved.class);
        }

        @Test
        void ofOtherFilesOrWithForceIsTriedAllTheSame() {
            var id = state.accepted("anna", "cafe", "v1");
            state.taken(id, "anna", "copy").fail(failure(FailureCode.BUILD_FAILED), "v1");

            assertThat(state.reserve("anna", "cafe", "v2")).isInstanceOf(Reservation.Reserved.class);
            state.clear();
            var again = state.accepted("anna", "cafe", "v1");
            state.taken(again, "anna", "copy").fail(failure(FailureCode.BUILD_FAILED), "v1");
            assertThat(state.reserveAllTheSame("anna", "cafe", "v1")).isInstanceOf(Reservation.Reserved.class);
        }

        @Test
        void ofWhatTheWorldFailedIsTriedAgain() {
            var id = state.accepted("anna", "cafe", "v1");
            state.taken(id, "anna", "copy").fail(failure(FailureCode.SANDBOX_CREATION_FAILED));

            assertThat(state.reserve("anna", "cafe", "v1")).isInstanceOf(Reservation.Reserved.class);
        }

        @Test
        void isRefusedWhenTheDayIsUsedUp() {
            state.use("anna", Duration.ofHours(1));

            assertThat(state.reserve("anna", "cafe", "v1")).isEqualTo(new Reservation.QuotaUsedUp(Duration.ofHours(1)));
        }

        @Test
        void thatNobodyConfirmsEnds() {
            var id = state.reserved("anna", "cafe", "v1");
            state.makeDue(id);

            assertThat(state.look(id)).isEmpty();

            assertThat(state.failureOf(id)).isEqualTo(FailureCode.BROKER_UNAVAILABLE);
            assertThat(state.reserve("anna", "cafe", "v1")).isInstanceOf(Reservation.Reserved.class);
        }

        @Test
        void thatIsAbandonedEndsUnlessAWorkerHasTheCommandAllTheSame() {
            var lost = state.reserved("anna", "cafe", "v1");
            var found = state.reserved("ben", "cafe", "v1");
            state.claim(found, "ben", "copy");

            state.reservations.abandon(lost, 1);
            state.reservations.abandon(found, 1);

            assertThat(state.failureOf(lost)).isEqualTo(FailureCode.BROKER_UNAVAILABLE);
            assertThat(state.statusOf(found)).isEqualTo(Status.CREATING);
        }
    }

    @Nested
    class AJob {
        @Test
        void isHeldByOneCopyAtATime() {
            var id = state.accepted("anna", "cafe", "v1");

            assertThat(state.claim(id, "anna", "first")).isInstanceOf(Claim.Taken.class);
            assertThat(state.claim(id, "anna", "second")).isInstanceOf(Claim.Held.class);
        }

        @Test
        void isTakenOverByARedeliveryOfTheVeryCopyThatHoldsIt() {
            var id = state.accepted("anna", "cafe", "v1");
            var former = state.taken(id, "anna", "copy");

            var next = state.taken(id, "anna", "copy");

            assertThat(next.epoch()).isGreaterThan(former.epoch());
            assertLost(former, HoldLost.Reason.TAKEN);
            next.renew();
        }

        @Test
        void isTakenOverWhenItsLeaseRanOut() {
            var id = state.accepted("anna", "cafe", "v1");
            state.taken(id, "anna", "first");
            state.expireLease(id);

            assertThat(state.claim(id, "anna", "second")).isInstanceOf(Claim.Taken.class);
        }

        @Test
        void isRenewedLateWhereNobodyTookIt() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            state.expireLease(id);

            job.renew();

            assertThat(state.claim(id, "anna", "other")).isInstanceOf(Claim.Held.class);
        }

        @Test
        void goesOnFromWhatTheFormerHolderStored() {
            var id = state.accepted("anna", "cafe", "v1");
            state.taken(id, "anna", "copy").record(Step.INSTALLING, Map.of("installingCommand", "42"));

            var next = state.taken(id, "anna", "copy");

            assertThat(next.checkpoint())
                    .containsEntry("installingCommand", "42")
                    .containsEntry("step", "installing");
            assertThat(state.statusOf(id)).isEqualTo(Status.BUILDING);
        }

        @Test
        void isGoneFromItsHolderTheMomentItIsStopped() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");

            state.stop(id, "anna");

            assertLost(job, HoldLost.Reason.ENDED);
            assertThat(state.claim(id, "anna", "copy")).isInstanceOf(Claim.Ended.class);
        }

        @Test
        void isMadeAnewWhereRedisLostIt() {
            var id = state.accepted("anna", "cafe", "v1");
            state.clear();

            assertThat(state.claim(id, "anna", "copy")).isInstanceOf(Claim.Taken.class);
            assertThat(state.reserve("anna", "cafe", "v1")).isEqualTo(new Reservation.Joined(id, 1));
        }

        @Test
        void isNotMadeAnewFromAnOldCommand() {
            var id = state.newId("anna");

            assertThat(state.claimIssued(id, "anna", Duration.ofMinutes(31))).isInstanceOf(Claim.TooOld.class);
            assertThat(state.sandboxes.find(id)).isEmpty();
        }

        @Test
        void tellsAHolderWhoseRecordIsGone() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            state.clear();

            assertLost(job, HoldLost.Reason.LOST);
        }

        @Test
        void isClaimedAgainByAHolderWhoseClaimAFailoverLost() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            state.loseTheClaim(id);

            assertLost(job, HoldLost.Reason.LOST);
            assertThat(state.taken(id, "anna", "copy").epoch()).isGreaterThan(job.epoch());
        }

        @Test
        void isClaimedAgainByAHolderWhoseSuccessorFellSilent() {
            var id = state.accepted("anna", "cafe", "v1");
            var former = state.taken(id, "anna", "first");
            state.expireLease(id);
            state.taken(id, "anna", "second");
            assertLost(former, HoldLost.Reason.TAKEN);

            state.expireLease(id);

            assertLost(former, HoldLost.Reason.LOST);
        }

        @Test
        void givesWayToNewerFilesAndGoesOnFromTheSandboxThatExists() {
            var id = state.accepted("anna", "cafe", "v1");
            var first = state.taken(id, "anna", "first");
            first.record(Step.CREATING, Map.of("createBegunAt", "1", "daytonaId", "d-1"));
            var revision = state.revised(id, "v2");
            first.renew();

            assertThat(state.claimRevision(id, "anna", "second", revision))
                    .asInstanceOf(type(Claim.Held.class))
                    .extracting(Claim.Held::yields)
                    .isEqualTo(true);
            assertLost(first, HoldLost.Reason.SUPERSEDED);
            first.release();

            var second = ((Claim.Taken) state.claimRevision(id, "anna", "second", revision)).job();
            assertThat(second.checkpoint()).containsEntry("daytonaId", "d-1");
            assertThat(state.claimRevision(id, "anna", "first", 1)).isInstanceOf(Claim.Ended.class);
        }

        @Test
        void ofARunningPreviewBringsItNewFiles() {
            var id = state.running("anna", "cafe", "v1");
            var revision = state.revised(id, "v2");

            var claim = (Claim.Taken) state.claimRevision(id, "anna", "copy", revision);
            assertThat(claim.task()).isEqualTo(Task.UPDATE);
            claim.job().record(Step.UPLOADING, Map.of("uploadedAt", "1"));
            assertThat(state.statusOf(id)).isEqualTo(Status.RUNNING);
            assertThat(state.applied(id)).isEqualTo(1);
            claim.job().applied(revision);

            assertThat(state.applied(id)).isEqualTo(revision);
            assertThat(state.claimRevision(id, "anna", "copy", revision)).isInstanceOf(Claim.Ended.class);
            assertThat(state.claimRevision(id, "anna", "copy", 1)).isInstanceOf(Claim.Ended.class);
        }

        @Test
        void isNotEndedByFilesThatWereReplacedMeanwhile() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            state.reserve("anna", "cafe", "v2");

            assertThatExceptionOfType(HoldLost.class)
                    .isThrownBy(() -> job.fail(failure(FailureCode.BUILD_FAILED), "v1"))
                    .extracting(HoldLost::reason)
                    .isEqualTo(HoldLost.Reason.SUPERSEDED);
            assertThat(state.statusOf(id)).isEqualTo(Status.CREATING);
        }

        @Test
        void ofARunningPreviewThatFailsBooksItsTime() {
            var id = state.running("anna", "cafe", "v1");
            state.runningSince(id, Duration.ofMinutes(10));
            var revision = state.revised(id, "v2");
            var job = ((Claim.Taken) state.claimRevision(id, "anna", "copy", revision)).job();

            job.fail(failure(FailureCode.NPM_INSTALL_FAILED), "v2");

            assertThat(state.failureOf(id)).isEqualTo(FailureCode.NPM_INSTALL_FAILED);
            assertThat(state.usedInTwoDays("anna")).isBetween(Duration.ofSeconds(599), Duration.ofSeconds(605));
        }

        @Test
        void ofARunningPreviewIsHeldByOneAtATime() {
            var id = state.running("anna", "cafe", "v1");

            assertThat(state.hold(id, "anna", "first")).isInstanceOf(Claim.Taken.class);
            assertThat(state.hold(id, "anna", "second")).isInstanceOf(Claim.Held.class);
            assertThat(state.hold(id, "anna", "first")).isInstanceOf(Claim.Taken.class);
            assertThat(state.hold(id, "ben", "third")).isInstanceOf(Claim.Ended.class);
            state.stop(id, "anna");
            assertThat(state.hold(id, "anna", "first")).isInstanceOf(Claim.Ended.class);
        }

        @Test
        void ofAPreviewThatIsBuiltBesideGivesWayToChangesOnly() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            job.runAndBuild("d-1", new PreviewLink("https://signed", "https://private", "token"));
            job.record(Step.BUILDING, Map.of("buildingCommand", "42"));
            assertThat(state.statusOf(id)).isEqualTo(Status.RUNNING);
            assertThat(state.sandboxes.find(id).orElseThrow().build()).contains(Build.RUNNING);

            assertThat(state.claim(id, "anna", "another copy")).isInstanceOf(Claim.Ended.class);
            var change = ((Claim.Taken) state.hold(id, "anna", "change")).job();
            assertLost(job, HoldLost.Reason.TAKEN);
            assertThat(state.hold(id, "anna", "another change")).isInstanceOf(Claim.Held.class);
            assertThat(state.claim(id, "anna", "copy")).isInstanceOf(Claim.Held.class);
            change.applied(0);

            var again = (Claim.Taken) state.claim(id, "anna", "copy");
            assertThat(again.task()).isEqualTo(Task.BUILD);
            assertThat(again.job().checkpoint()).containsEntry("buildingCommand", "42");
            again.job().built(Build.FAILED);
            assertThat(state.sandboxes.find(id).orElseThrow().build()).contains(Build.FAILED);
            assertThat(state.claim(id, "anna", "copy")).isInstanceOf(Claim.Ended.class);
        }

        @Test
        void thatFailsFreesTheSlotAndWaitsForDaytonaToBeClean() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            job.record(Step.CREATING, Map.of("createBegunAt", "1", "daytonaId", "d-1"));

            job.fail(new Failure(FailureCode.BUILD_FAILED, "It does not build.", "Mend it.", "TS2322"));

            assertThat(state.sandboxes.find(id).orElseThrow().state())
                    .isEqualTo(new SandboxState.Failed(
                            new Failure(FailureCode.BUILD_FAILED, "It does not build.", "Mend it.", "TS2322"),
                            Step.CREATING));
            assertThat(state.reserve("anna", "cafe", "v2")).isInstanceOf(Reservation.Reserved.class);
            state.makeDue(id);
            assertThat(state.look(id)).extracting(StopOrder::daytonaId).containsExactly("d-1");
            state.endings.gone(id, false);
            assertThat(state.isDue(id)).isFalse();
        }

        @Test
        void thatIsNotDoneInTimeExpires() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            state.createdAgo(id, Duration.ofMinutes(31));
            state.makeDue(id);

            state.look(id);

            assertThat(state.failureOf(id)).isEqualTo(FailureCode.EXPIRED);
            assertLost(job, HoldLost.Reason.ENDED);
        }

        @Test
        void thatNobodyHasInHandIsLateBeforeItExpires() {
            var id = state.accepted("anna", "cafe", "v1");
            shows(state.taken(id, "anna", "copy"), 1);
            state.createdAgo(id, Duration.ofMinutes(31));
            state.leave(id);
            state.makeDue(id);

            assertThat(state.late(id)).containsExactly(id);

            assertThat(state.statusOf(id)).isEqualTo(Status.BUILDING);
            assertThat(state.dueIn(id)).isBetween(Duration.ofSeconds(55), Duration.ofMinutes(1));
            state.makeDue(id);
            assertThat(state.late(id)).as("for a while").containsExactly(id);
            state.lateSince(id, Duration.ofMinutes(5));
            state.makeDue(id);
            assertThat(state.look(id)).extracting(StopOrder::daytonaId).containsExactly("d-1");
            assertThat(state.failureOf(id)).isEqualTo(FailureCode.EXPIRED);
        }

        @Test
        void whoseEndAFailoverLostIsFoundToRun() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            shows(job, 1);
            assertThat(state.adopt(id, "anna", "d-1"))
                    .as("somebody has it in hand")
                    .isFalse();
            state.leave(id);
            assertThat(state.adopt(id, "anna", "d-2")).as("it is another").isFalse();

            assertThat(state.adopt(id, "anna", "d-1")).isTrue();

            assertThat(state.statusOf(id)).isEqualTo(Status.RUNNING);
            assertThat(state.applied(id)).isEqualTo(1);
            assertThat(state.isInLiveness(id)).isTrue();
            assertLost(job, HoldLost.Reason.LOST);
            assertThat(state.claim(id, "anna", "late copy")).isInstanceOf(Claim.Ended.class);
            assertThat(state.claimRevision(id, "anna", "copy", 2)).isInstanceOf(Claim.Taken.class);
        }

        @Test
        void whoseFilesMayNotBeThereIsNotFoundToRun() {
            var waiting = state.accepted("anna", "cafe", "v1");
            var job = state.taken(waiting, "anna", "copy");
            job.record(Step.UPLOADING, Map.of("createBegunAt", "1", "daytonaId", "d-1", "filesRevision", "1"));
            state.leave(waiting);
            var revised = state.accepted("ben", "cafe", "v1");
            shows(state.taken(revised, "ben", "copy"), 1);
            state.leave(revised);
            state.claimRevision(revised, "ben", "copy", 2);
            state.leave(revised);
            var owed = state.accepted("dora", "cafe", "v1");
            var owedJob = state.taken(owed, "dora", "copy");
            shows(owedJob, 1);
            owedJob.record(Step.UPLOADING, Map.of("rebuildOwed", "INSTALL"));
            state.leave(owed);
            var pooled = state.accepted("cleo", "cafe", "v1");
            var pooledJob = state.taken(pooled, "cleo", "copy");
            shows(pooledJob, 1);
            pooledJob.record(
                    Step.STARTING, Map.of("poolDonor", state.newId("slot").value()));
            state.leave(pooled);

            assertThat(state.adopt(waiting, "anna", "d-1")).isFalse();
            assertThat(state.adopt(revised, "ben", "d-1")).isFalse();
            assertThat(state.adopt(owed, "dora", "d-1")).isFalse();
            assertThat(state.adopt(pooled, "cleo", "d-1")).isFalse();
        }

        @Test
        void ofAReplayThatIsFoundToRunIsNotChargedForTheTimeBeforeIt() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            shows(job, 1);
            job.record(
                    Step.STARTING,
                    Map.of("uploadedAt", Long.toString(Clock.systemUTC().millis() - 10_000)));
            state.leave(id);

            assertThat(state.adopt(id, "anna", "d-1", Duration.ofDays(2))).isTrue();
            state.stop(id, "anna");

            assertThat(state.usedInTwoDays("anna")).isBetween(Duration.ofSeconds(10), Duration.ofMinutes(1));
        }

        private static void shows(Job job, long revision) {
            job.record(
                    Step.BUILDING,
                    Map.of(
                            "createBegunAt",
                            "1",
                            "daytonaId",
                            "d-1",
                            "filesRevision",
                            Long.toString(revision),
                            "uploadedAt",
                            "1"));
        }

        private static void assertLost(Job job, HoldLost.Reason reason) {
            assertThatExceptionOfType(HoldLost.class)
                    .isThrownBy(job::renew)
                    .extracting(HoldLost::reason)
                    .isEqualTo(reason);
        }
    }

    @Nested
    class ALog {
        @Test
        void isKeptWholeThoughOnlyTheEndOfMuchIsTold() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            var much = IntStream.range(0, 100_000).mapToObj(n -> n + "\n").collect(Collectors.joining());

            job.log(Step.INSTALLING, much);

            assertThat(state.log(id, Step.INSTALLING)).isEqualTo(much);
            assertThat(state.sandboxes.recentLog(id, 1_000))
                    .hasSize(200)
                    .endsWith("99998", "99999")
                    .startsWith("99800");
        }

        @Test
        void isTakenUpToItsLimitAndLinesAreToldInPart() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");

            job.log(Step.INSTALLING, "x".repeat(3 << 20));

            assertThat(state.log(id, Step.INSTALLING)).hasSize(1 << 20);
            assertThat(state.sandboxes.recentLog(id, 10)).containsExactly("x".repeat(16_384));
        }
    }

    @Nested
    class AReplay {
        @Test
        void isANewRunHonouredOnce() {
            var id = failed();

            var replayed = (Claim.Taken) state.claimReplay(id, "anna", "copy", "replay-1");

            assertThat(replayed.job().checkpoint())
                    .doesNotContainKey("createBegunAt")
                    .doesNotContainKey("failureCode");
            assertThat(state.statusOf(id)).isEqualTo(Status.CREATING);
            assertThat(state.claimReplay(id, "anna", "copy", "replay-1")).isInstanceOf(Claim.Taken.class);
            assertThat(state.claimReplay(id, "anna", "another", "replay-1")).isInstanceOf(Claim.Held.class);
            state.stop(id, "anna");
            assertThat(state.claimReplay(id, "anna", "another", "replay-1")).isInstanceOf(Claim.Ended.class);
        }

        @Test
        void worksWhenStateHasLongForgotten() {
            var id = failed();
            state.forgetRecord(id);

            assertThat(state.claimReplay(id, "anna", "copy", "replay-1")).isInstanceOf(Claim.Taken.class);
            state.forgetRecord(id);
            assertThat(state.claimReplay(id, "anna", "copy", "replay-1")).isInstanceOf(Claim.Ended.class);
        }

        @Test
        void isNeverAtTheCostOfWhatTheUserHasByNow() {
            var sameProject = failed();
            state.accepted("anna", "cafe", "v9");
            assertThat(state.claimReplay(sameProject, "anna", "copy", "replay-1"))
                    .isEqualTo(new Claim.Busy("SUPERSEDED"));

            state.clear();
            var otherProject = failed();
            state.accepted("anna", "bar", "v1");
            assertThat(state.claimReplay(otherProject, "anna", "copy", "replay-1"))
                    .isEqualTo(new Claim.Busy("USER_BUSY"));

            state.clear();
            var noTimeLeft = failed();
            state.use("anna", Duration.ofHours(1));
            assertThat(state.claimReplay(noTimeLeft, "anna", "copy", "replay-1"))
                    .isEqualTo(new Claim.Busy("QUOTA_EXCEEDED"));
        }

        @Test
        void waitsUntilNothingIsLeftOfTheFormerRun() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            job.record(Step.CREATING, Map.of("createBegunAt", "1", "daytonaId", "d-1"));
            job.fail(Failure.of(FailureCode.SANDBOX_CREATION_FAILED, "It failed.", ""));

            assertThat(state.claimReplay(id, "anna", "copy", "replay-1")).isInstanceOf(Claim.Held.class);
            state.endings.gone(id, false);
            assertThat(state.claimReplay(id, "anna", "copy", "replay-1")).isInstanceOf(Claim.Taken.class);
        }

        @Test
        void isNotStoppedByAnOrderForTheFormerRun() {
            var id = state.accepted("anna", "cafe", "v1");
            var job = state.taken(id, "anna", "copy");
            job.record(Step.CREATING, Map.of("createBegunAt", "1", "daytonaId", "d-1"));
            job.fail(Failure.of(FailureCode.SANDBOX_CREATION_FAILED, "It failed.", ""));
            state.makeDue(id);
            var order = state.look(id).getFirst();
            state.endings.gone(id, false);
            state.claimReplay(id, "anna", "copy", "replay-1");

            assertThat(state.carryOut(order)).isInstanceOf(Stop.Outlived.class);

            assertThat(state.statusOf(id)).isEqualTo(Status.CREATING);
            assertThat(state.stop(id, "anna")).isInstanceOf(Stop.Ended.class);
        }

        @Test
        void thatWasFoundAgainAfterALossIsStoppedByTheOrderForItsSandbox() {
            var id = failed();
            var job = ((Claim.Taken) state.claimReplay(id, "anna", "copy", "replay-1")).job();
            job.record(Step.CREATING, Map.of("createBegunAt", "1", "daytonaId", "d-1"));
            var order = ((Stop.Begun) state.stop(id, "anna")).order();
            state.forgetRecord(id);
            assertThat(state.adopt(id, "anna", "d-1")).isTrue();

            assertThat(state.carryOut(order)).isInstanceOf(Stop.Begun.class);

            assertThat(state.statusOf(id)).isEqualTo(Status.STOPPING);
        }

        private SandboxId failed() {
            var id = state.accepted("anna", "cafe", "v1");
            state.taken(id, "anna", "copy").fail(Failure.of(FailureCode.SANDBOX_CREATION_FAILED, "It failed.", ""));
            return id;
        }
    }

    @Nested
    class AStop {
        @Test
        void ofWhatWasNeverBegunEndsAtOnce() {
            var id = state.accepted("anna", "cafe", "v1");

            assertThat(state.stop(id, "anna")).isInstanceOf(Stop.Ended.class);
            assertThat(state.statusOf(id)).isEqualTo(Status.STOPPED);
        }

        @Test
        void freesTheSlotBeforeDaytonaIsClean() {
            var id = state.running("anna", "cafe", "v1");

            assertThat(state.stop(id, "anna")).isInstanceOf(Stop.Begun.class);

            assertThat(state.statusOf(id)).isEqualTo(Status.STOPPING);
            assertThat(state.reserve("anna", "bar", "v1")).isInstanceOf(Reservation.Reserved.class);
        }

        @Test
        void mayBeRepeated() {
            var id = state.running("anna", "cafe", "v1");
            state.stop(id, "anna");

            assertThat(state.stop(id, "anna")).isInstanceOf(Stop.Begun.class);
            assertThat(state.endings.gone(id, false)).isTrue();
            assertThat(state.endings.gone(id, false)).isTrue();
            assertThat(state.stop(id, "anna")).isInstanceOf(Stop.Ended.class);
            assertThat(state.sandboxes.find(id).orElseThrow().state())
                    .isEqualTo(new SandboxState.Stopped(EndReason.USER));
        }

        @Test
        void ofSomebodyElsesSandboxIsUnknown() {
            var id = state.running("anna", "cafe", "v1");

            assertThat(state.stop(id, "ben")).isInstanceOf(Stop.Unknown.class);
            assertThat(state.statusOf(id)).isEqualTo(Status.RUNNING);
        }

        @Test
        void isPublishedAgainUntilDaytonaIsClean() {
            var id = state.running("anna", "cafe", "v1");
            state.stop(id, "anna");

            state.makeDue(id);
            assertThat(state.look(id)).extracting(StopOrder::id).containsExactly(id);
            state.makeDue(id);
            assertThat(state.look(id)).extracting(StopOrder::id).containsExactly(id);
            state.endings.gone(id, false);
            assertThat(state.isDue(id)).isFalse();
        }

        @Test
        void waitsForACreateThatMayStillLandAndNotForOneThatHas() {
            var id = state.accepted("anna", "cafe", "v1");
            state.taken(id, "anna", "copy")
                    .record(
                            Step.CREATING,
                            Map.of(
                                    "createBegunAt",
                                    Long.toString(Clock.systemUTC().millis())));
            state.stop(id, "anna");

            assertThat(state.endings.gone(id, false)).isFalse();
            assertThat(state.statusOf(id)).isEqualTo(Status.STOPPING);

            assertThat(state.endings.gone(id, true)).isTrue();
            assertThat(state.statusOf(id)).isEqualTo(Status.STOPPED);
        }

        @Test
        void booksTheTimeThatWasUsed() {
            var id = state.running("anna", "cafe", "v1");
            state.runningSince(id, Duration.ofMinutes(20));

            state.stop(id, "anna");

            assertThat(state.usedInTwoDays("anna")).isBetween(Duration.ofSeconds(1199), Duration.ofSeconds(1205));
        }
    }

    @Nested
    class ARunningSandbox {
        @Test
        void isClaimedOnceNobodyLooks() {
            var id = state.running("anna", "cafe", "v1");
            assertThat(state.claimIdle(id)).isEmpty();
            state.aliveUntil(id, Duration.ofSeconds(-1));

            assertThat(state.claimIdle(id))
                    .extracting(StopOrder::id, StopOrder::reason)
                    .containsExactly(tuple(id, EndReason.IDLE));
            assertThat(state.claimIdle(id)).isEmpty();
        }

        @Test
        void livesOnWithEachSignOfItsOwner() {
            var id = state.running("anna", "cafe", "v1");
            state.aliveUntil(id, Duration.ofSeconds(-1));

            assertThat(state.beat(id, "anna", Duration.ofMinutes(5), true)).isEqualTo(1);

            assertThat(state.claimIdle(id)).isEmpty();
            assertThat(state.sandboxes.find(id).orElseThrow().aliveBecause()).isEqualTo("heartbeat");
        }

        @Test
        void losesNothingByAShorterSign() {
            var id = state.running("anna", "cafe", "v1");
            state.beat(id, "anna", Duration.ofMinutes(10), true);
            var before = state.aliveScore(id);

            state.beat(id, "anna", Duration.ofMinutes(1), true);

            assertThat(state.aliveScore(id)).isEqualTo(before);
        }

        @Test
        void isKeptByAHiddenTabOnlyForAWhile() {
            var id = state.running("anna", "cafe", "v1");
            state.lastVisible(id, Duration.ofMinutes(14));
            state.aliveUntil(id, Duration.ofSeconds(-1));

            state.beat(id, "anna", Duration.ofMinutes(5), false);

            assertThat(state.aliveUntil(id)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        }

        @Test
        void isNotKeptByStrangers() {
            var id = state.running("anna", "cafe", "v1");
            state.aliveUntil(id, Duration.ofSeconds(-1));

            assertThat(state.beat(id, "ben", Duration.ofMinutes(5), true)).isZero();

            assertThat(state.claimIdle(id)).hasSize(1);
        }

        @Test
        void isNotRevivedByALateSign() {
            var id = state.running("anna", "cafe", "v1");
            state.stop(id, "anna");
            state.endings.gone(id, false);

            assertThat(state.beat(id, "anna", Duration.ofMinutes(5), true)).isZero();

            assertThat(state.isInLiveness(id)).isFalse();
            assertThat(state.statusOf(id)).isEqualTo(Status.STOPPED);
        }

        @Test
        void isStoppedWhenTheDayIsUsedUp() {
            var id = state.running("anna", "cafe", "v1");
            state.use("anna", Duration.ofHours(1));
            state.makeDue(id);

            assertThat(state.look(id)).extracting(StopOrder::reason).containsExactly(EndReason.QUOTA);
        }

        @Test
        void isLookedAtAgainWhileThereIsTimeLeft() {
            var id = state.running("anna", "cafe", "v1");
            state.makeDue(id);

            assertThat(state.look(id)).isEmpty();

            assertThat(state.statusOf(id)).isEqualTo(Status.RUNNING);
            assertThat(state.isDue(id)).isTrue();
        }

        @Test
        void isStoppedAtTheAgeThatNoneOutlives() {
            var id = state.running("anna", "cafe", "v1");
            state.createdAgo(id, Duration.ofHours(24));
            state.makeDue(id);

            assertThat(state.look(id)).extracting(StopOrder::reason).containsExactly(EndReason.EXPIRED);
        }

        @Test
        void tellsItsLinkToItsReadersAndToNoLog() {
            var id = state.running("anna", "cafe", "v1");

            assertThat(state.sandboxes.find(id).orElseThrow().state())
                    .asInstanceOf(type(SandboxState.Running.class))
                    .extracting(SandboxState.Running::link)
                    .isEqualTo(new PreviewLink("http://signed", "http://private", "token"))
                    .hasToString("PreviewLink[hidden]");
        }
    }

    @Test
    void everyKeyOfAUserSharesOneSlot() {
        state.running("anna", "cafe", "v1");
        state.reserve("anna", "cafe", "v2");

        assertThat(state.keys())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key).matches("preview:\\{p[0-6][0-9]}:.*"))
                .extracting(key -> key.substring(0, key.indexOf('}')))
                .containsOnly(Keys.prefix(state.newId("anna").partition()).replace("}:", ""));
    }

    @Test
    void theStepsOutputIsReadBackInOrder() {
        var id = state.accepted("anna", "cafe", "v1");
        var job = state.taken(id, "anna", "copy");

        job.log(Step.INSTALLING, "one\ntwo\n");
        job.log(Step.INSTALLING, "\nthree\n");

        assertThat(state.sandboxes.recentLog(id, 100)).containsExactly("one", "two", "three");
    }

    @Test
    void everyRecordThatHasNotEndedIsDue() {
        var reserved = state.reserved("anna", "cafe", "v1");
        var accepted = state.accepted("ben", "cafe", "v1");
        var running = state.running("cleo", "cafe", "v1");
        var stopping = state.running("dan", "cafe", "v1");
        state.stop(stopping, "dan");

        assertThat(List.of(reserved, accepted, running, stopping)).allMatch(state::isDue);
    }

    @Test
    void forgetsTheIndexEntriesOfWhatRedisHasLetGo() {
        var id = state.accepted("anna", "cafe", "v1");
        state.stop(id, "anna");
        state.forgetRecord(id);
        state.endedAgo(id, Duration.ofHours(3));

        assertThat(state.liveness.forget(id.partition(), 10)).isEqualTo(1);
        assertThat(state.liveness.forget(id.partition(), 10)).isZero();
    }

    @Test
    void countsWhatHasEndedForAsLongAsItIsRemembered() {
        var ended = state.accepted("anna", "cafe", "v1");
        state.stop(ended, "anna");
        state.running("ben", "cafe", "v1");
        assertThat(counted()).isEqualTo(Map.of(Status.STOPPED, 1L, Status.RUNNING, 1L));

        state.forgetRecord(ended);
        state.endedAgo(ended, Duration.ofHours(3));
        state.liveness.forget(ended.partition(), 10);
        state.liveness.forget(ended.partition(), 10);

        assertThat(counted()).isEqualTo(Map.of(Status.RUNNING, 1L));
    }

    private static Map<Status, Long> counted() {
        return state.census.take(Instant.EPOCH).byStatus().entrySet().stream()
                .filter(count -> count.getValue() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Nested
    class ARecordThatCanNotBeRead {
        @Test
        void isNoOutageToWaitFor() {
            var garbled = state.accepted("anna", "cafe", "v1");
            state.garble(garbled, "revision");
            var counted = state.accepted("cleo", "cafe", "v1");
            state.taken(counted, "cleo", "copy");
            state.garble(counted, "silences");
            state.expireLease(counted);
            var replaced = state.accepted("ben", "cafe", "v1");
            state.replaceRecord(replaced);

            assertThatThrownBy(() -> state.claim(garbled, "anna", "copy")).isInstanceOf(UnreadableStateException.class);
            assertThatThrownBy(() -> state.claim(replaced, "ben", "copy")).isInstanceOf(UnreadableStateException.class);
            assertThat(state.known(replaced)).isEmpty();
            assertThatThrownBy(() -> state.claim(counted, "cleo", "copy")).isInstanceOf(UnreadableStateException.class);
        }

        @Test
        void keepsNoOtherSignsWaiting() {
            var garbled = state.running("anna", "cafe", "v1");
            state.garble(garbled, "lastVisibleAt");
            var replaced = state.newId("anna");
            state.replaceRecord(replaced);
            var neighbour = StateUnderTest.neighbourOf("anna");
            var id = state.running(neighbour, "cafe", "v1");
            state.aliveUntil(id, Duration.ofSeconds(-1));
            var fiveMinutes = Duration.ofMinutes(5);

            var applied = state.liveness.apply(
                    id.partition(),
                    List.of(
                            state.sign(garbled, "anna", fiveMinutes, false),
                            state.sign(replaced, "anna", fiveMinutes, true),
                            state.sign(id, neighbour, fiveMinutes, true)));

            assertThat(applied).isEqualTo(1);
            assertThat(state.claimIdle(id)).isEmpty();
        }
    }

    @Nested
    class WhileRedisHasNoMemoryLeft {
        @AfterEach
        void free() {
            state.maxMemory("0");
        }

        @Test
        void aClaimMeetsAnOutageAndNoFaultOfOurs() {
            state.maxMemory("1");

            assertThatThrownBy(() -> state.claim(state.newId("anna"), "anna", "copy"))
                    .isInstanceOf(DataAccessException.class)
                    .isNotInstanceOf(UnreadableStateException.class);
        }

        @Test
        void signsAreRefusedAndNotPassedOver() {
            var id = state.running("anna", "cafe", "v1");
            state.maxMemory("1");

            assertThatThrownBy(() -> state.beat(id, "anna", Duration.ofMinutes(5), true))
                    .isInstanceOf(DataAccessException.class)
                    .isNotInstanceOf(UnreadableStateException.class)
                    .hasMessageStartingWith("OOM");
        }
    }

    @Nested
    class AComparisonWithDaytona {
        @Test
        void makesStateComplete() {
            var mark = state.knowledge.begin();
            assertThat(state.knowledge.isComplete()).isFalse();

            assertThat(state.knowledge.completed(mark)).isTrue();

            assertThat(state.knowledge.isComplete()).isTrue();
            assertThat(state.knowledge.completed(state.knowledge.begin())).isTrue();
        }

        @Test
        void duringWhichRedisLostWhatItHeldDoesNotCount() {
            var first = state.knowledge.begin();
            state.clear();
            assertThat(state.knowledge.completed(first)).isFalse();
            assertThat(state.knowledge.isComplete()).isFalse();
            state.knowledge.completed(state.knowledge.begin());

            var later = state.knowledge.begin();
            state.clear();

            assertThat(state.knowledge.completed(later)).isFalse();
            assertThat(state.knowledge.isComplete()).isFalse();
        }

        @Test
        void thatAnotherOneBeganAfterDoesNotCountUntilStateIsComplete() {
            var slow = state.knowledge.begin();
            var quick = state.knowledge.begin();

            assertThat(state.knowledge.completed(slow)).isFalse();
            assertThat(state.knowledge.completed(quick)).isTrue();
        }
    }

    private static Failure failure(FailureCode code) {
        return Failure.of(code, "It failed.", "Mend it.");
    }
}
