package dev.midori.preview.gateway.publish;

import dev.midori.preview.command.Command;
import dev.midori.preview.messaging.Commands;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * {@link Commands}, answered within a bounded time. A broker that hangs holds up everybody who needs a connection, one
 * after the other; nobody here waits for that. What is still under way then counts as not queued, and is safe to arrive
 * later all the same.
 */
@Component
public class PromptCommands implements DisposableBean {
    /** Callers are told of an outage within two seconds, and a reservation has to be ended in that time, too. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private static final Duration PATIENCE_WITH_BEATS = Duration.ofMillis(1500);

    private final Commands commands;
    /** A command carries the trace of the call that it comes from, so these threads are part of it too. */
    private final ExecutorService threads = ContextExecutorService.wrap(
            Executors.newVirtualThreadPerTaskExecutor(),
            ContextSnapshotFactory.builder().build()::captureAll);

    private final Duration patience;
    private final Turns publishing;
    private final Turns sending = new Turns(PATIENCE_WITH_BEATS);

    @Autowired
    PromptCommands(Commands commands) {
        this(commands, PATIENCE);
    }

    PromptCommands(Commands commands, Duration patience) {
        this.commands = commands;
        this.patience = patience;
        this.publishing = new Turns(patience);
    }

    /**
     * Returns once the broker has it.
     *
     * @param afterwards run when the command is not held in memory for this any more, which may be after the answer
     * @throws NotQueuedException where it hasn't, as far as could be found out in time
     */
    public void publish(Command command, Runnable afterwards) {
        await(patience, threads.submit(() -> {
            try {
                publishing.take(() -> commands.publish(command));
            } finally {
                afterwards.run();
            }
        }));
    }

    /** As {@link #publish(Command, Runnable)}, for a command that holds nothing worth counting. */
    public void publish(Command command) {
        publish(command, () -> {});
    }

    /**
     * Hands over something that may be lost.
     *
     * @throws NotQueuedException where the broker can't be reached
     */
    public void send(Command command) {
        await(PATIENCE_WITH_BEATS, threads.submit(() -> sending.take(() -> commands.send(command))));
    }

    private static void await(Duration patience, Future<?> handedOver) {
        try {
            handedOver.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NotQueuedException("the broker did not answer within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotQueuedException("interrupted before the broker answered", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
