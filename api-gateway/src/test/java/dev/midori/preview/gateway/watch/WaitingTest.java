package dev.midori.preview.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Sandboxes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.QueryTimeoutException;

@Timeout(20)
class WaitingTest {
    private static final UserId ANNA = new UserId("anna");
    private static final SandboxId ID = SandboxId.next(ANNA, Instant.EPOCH, new Random(1));
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Bells bells = new Bells();
    private final OneSandbox sandboxes = new OneSandbox();
    private final Waiting waiting = new Waiting(sandboxes, bells, Clock.systemUTC());

    /** State that holds one sandbox, or none, or is away. */
    private static final class OneSandbox implements Sandboxes {
        private final AtomicInteger looks = new AtomicInteger();
        private volatile @Nullable SandboxState state = new SandboxState.Provisioning(Step.QUEUED);
        private volatile int applied;
        private volatile boolean away;

        @Override
        public Optional<Sandbox> find(SandboxId id) {
            looks.incrementAndGet();
            if (away) {
                throw new QueryTimeoutException("away");
            }
            return Optional.ofNullable(state)
                    .map(known -> new Sandbox(
                            id,
                            new Owner(ANNA, new ProjectId("cafe")),
                            known,
                            applied,
                            Instant.EPOCH,
                            Instant.EPOCH,
                            Instant.EPOCH,
                            "created"));
        }

        @Override
        public List<String> recentLog(SandboxId id, int most) {
            return List.of();
        }
    }

    @Test
    void whatTheBrokerDidNotTakeIsNotAwaited() {
        sandboxes.state = new SandboxState.Running(new PreviewLink("", "", ""), "d", Instant.EPOCH);
        sandboxes.applied = 1;

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> waiting.settled(ID, 2, LONG, () -> {}))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("BROKER_UNAVAILABLE"));
    }

    private CompletableFuture<Sandbox> waitLater() {
        var answer =
                CompletableFuture.supplyAsync(() -> waiting.settled(ID, 1, LONG, () -> {}), Thread::startVirtualThread);
        await().until(() -> sandboxes.looks.get() > 0 && bells.count() == 1);
        return answer;
    }

    @Test
    void aHintWakesWhoeverWaits() {
        var answer = waitLater();

        sandboxes.state = new SandboxState.Stopped(EndReason.USER);
        bells.ring(ID.value());

        assertThat(answer.join().state().status()).isEqualTo(Status.STOPPED);
        assertThat(bells.count()).isZero();
    }

    @Test
    void aLostHintIsMadeUpFor() {
        var answer = waitLater();

        sandboxes.state = new SandboxState.Stopped(EndReason.USER);

        assertThat(answer.join().state().status()).isEqualTo(Status.STOPPED);
    }

    @Test
    void hintsOfOthersWakeNobody() {
        var answer = waitLater();
        var before = sandboxes.looks.get();

        bells.ring(SandboxId.next(ANNA, Instant.EPOCH, new Random(2)).value());

        assertThat(sandboxes.looks).hasValue(before);
        waiting.stop();
        answer.join();
    }

    @Test
    void whenTheTimeIsOverItIsToldAsItIs() {
        var sandbox = waiting.settled(ID, 1, Duration.ofMillis(100), () -> {});

        assertThat(sandbox.state().status()).isEqualTo(Status.CREATING);
    }

    @Test
    void aPreviewThatShowsOlderFilesIsWaitedForUntilItShowsTheNewOnes() {
        sandboxes.state = new SandboxState.Running(new PreviewLink("a", "b", "c"), "daytona-1", Instant.EPOCH);
        var answer = waitLater();
        assertThat(answer).isNotDone();

        sandboxes.applied = 1;
        bells.ring(ID.value());

        assertThat(answer.join().applied()).isEqualTo(1);
    }

    @Test
    void anOutageOfStateIsWaitedOut() {
        sandboxes.away = true;
        var answer = waitLater();

        sandboxes.away = false;
        sandboxes.state = new SandboxState.Stopped(EndReason.USER);
        bells.ring(ID.value());

        assertThat(answer.join().state().status()).isEqualTo(Status.STOPPED);
    }

    @Test
    void whatNobodyKnowsWhenTheTimeIsOverIsNotMadeUp() {
        sandboxes.state = null;

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> waiting.settled(ID, 1, Duration.ofMillis(100), () -> {}))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("STATE_UNAVAILABLE"));
    }

    @Test
    void nobodyIsKeptWaitingAtShutdown() {
        var answer = waitLater();

        waiting.stop();

        assertThat(answer.join().state().status()).isEqualTo(Status.CREATING);
    }
}
