package dev.midori.preview.provision.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.provision.job.Outcome;
import dev.midori.preview.provision.job.WorkerUnderTest;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.UnreadableStateException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StopperIT {
    private WorkerUnderTest test;
    private CreateSandbox command;
    private Stopper stopper;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void accept() {
        test = new WorkerUnderTest();
        command = test.accepted();
        stopper = Stoppers.on(test, meters);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private StopSandbox stop() {
        return new StopSandbox(
                1, command.sandboxId(), command.userId(), command.issuedAt(), EndReason.USER, null, null);
    }

    @Test
    void leavesNothingAtDaytona() {
        test.run(command);

        assertThat(stopper.stop(stop(), WorkerUnderTest.first("copy"))).isEqualTo(new Outcome.Done());

        assertThat(test.daytona.names()).isEmpty();
        assertThat(test.stateOf(command).status()).isEqualTo(Status.STOPPED);
    }

    @Test
    void countsHowLongItLivedOnceAndByItsReason() {
        test.run(command);

        stopper.stop(stop(), WorkerUnderTest.first("copy"));
        stopper.stop(stop(), WorkerUnderTest.first("copy"));

        var life = meters.get("preview.sandbox.life").tag("reason", "user").timer();
        assertThat(life.count()).isEqualTo(1);
        assertThat(life.totalTime(TimeUnit.SECONDS)).isPositive();
    }

    @Test
    void mayBeToldTwice() {
        test.run(command);

        stopper.stop(stop(), WorkerUnderTest.first("copy"));
        assertThat(stopper.stop(stop(), WorkerUnderTest.first("copy"))).isEqualTo(new Outcome.Done());

        assertThat(test.daytona.effects).filteredOn("delete"::equals).hasSize(1);
    }

    @Test
    void isNotDoneWhileDaytonaRefusesTheDelete() {
        test.daytona.stayCreating();
        test.beginCreating(command);

        assertThat(stopper.stop(stop(), WorkerUnderTest.first("copy"))).isEqualTo(new Outcome.Done());

        assertThat(test.daytona.names()).hasSize(1);
        assertThat(test.stateOf(command).status()).isEqualTo(Status.STOPPING);
    }

    @Test
    void triesAgainWhenDaytonaIsUnavailable() {
        test.run(command);
        test.daytona.failNextWith(new DaytonaException.Unavailable("delete", "503"));

        assertThat(stopper.stop(stop(), WorkerUnderTest.first("copy")))
                .isEqualTo(new Outcome.TryAgain("DELETE_FAILED", Optional.empty()));
        assertThat(test.stateOf(command).status()).isEqualTo(Status.STOPPING);
    }

    @Test
    void removesWhatStateHasForgotten() {
        test.run(command);
        test.forgetEverything();

        stopper.stop(stop(), WorkerUnderTest.first("copy"));

        assertThat(test.daytona.names()).isEmpty();
    }

    @Test
    void aRecordThatCanNotBeReadIsNoOutageToWaitFor() {
        test.run(command);
        test.garble(command, "runningAt");

        assertThatThrownBy(() -> stopper.stop(stop(), WorkerUnderTest.first("copy")))
                .isInstanceOf(UnreadableStateException.class);
    }
}
