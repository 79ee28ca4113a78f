package dev.midori.preview.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.messaging.Commands;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PromptCommandsTest {
    private static final UserId ANNA = new UserId("anna");
    private static final Command COMMAND = new StopSandbox(
            1, SandboxId.next(ANNA, Instant.EPOCH, new Random(1)), ANNA, Instant.EPOCH, EndReason.USER, null, null);

    private final AtomicBoolean released = new AtomicBoolean();

    private static PromptCommands on(Runnable broker) {
        var commands = new Commands() {
            @Override
            public void publish(Command command) {
                broker.run();
            }

            @Override
            public void send(Command command) {
                broker.run();
            }
        };
        return new PromptCommands(commands, Duration.ofMillis(50));
    }

    @Test
    void whatTheBrokerTookIsNotHeldAnyMore() {
        on(() -> {}).publish(COMMAND, () -> released.set(true));

        assertThat(released).isTrue();
    }

    @Test
    void aRefusalIsPassedOn() {
        var commands = on(() -> {
            throw new NotQueuedException("full");
        });

        assertThatExceptionOfType(NotQueuedException.class)
                .isThrownBy(() -> commands.publish(COMMAND, () -> released.set(true)))
                .withMessage("full");
        assertThat(released).isTrue();
        assertThatExceptionOfType(NotQueuedException.class).isThrownBy(() -> commands.send(COMMAND));
    }

    @Test
    @Timeout(10)
    void aBrokerThatHangsIsNotWaitedForAndKeepsWhatItHolds() {
        var hanging = new CountDownLatch(1);
        var commands = on(() -> awaitUninterrupted(hanging));

        assertThatExceptionOfType(NotQueuedException.class)
                .isThrownBy(() -> commands.publish(COMMAND, () -> released.set(true)));
        assertThat(released).isFalse();

        hanging.countDown();
        await().untilTrue(released);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
