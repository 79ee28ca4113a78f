package dev.midori.preview.gateway.events;

import dev.midori.preview.gateway.ApiSettings;
import dev.midori.preview.gateway.caller.PerUser;
import dev.midori.preview.gateway.presence.Grants;
import dev.midori.preview.gateway.presence.Presence;
import dev.midori.preview.gateway.presence.Sign;
import dev.midori.preview.gateway.problem.Outages;
import dev.midori.preview.gateway.watch.Bells;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Events;
import dev.midori.preview.state.Events.Event;
import dev.midori.preview.state.Knowledge;
import dev.midori.preview.state.Sandboxes;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Serves streams, each on the virtual thread of its request, until the client has gone or nothing more will come. */
@Component
class EventStreams implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);
    /** Lines may be long, and Redis has to answer in time. */
    private static final int BATCH = 50;

    private static final int MOST_OF_ONE_USER = 50;
    /** Below the connections to Redis, so that a wave of streams leaves some to everybody else. */
    private static final int LOOKING_AT_ONCE = 48;

    /** Hints may be lost. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private static final Duration COMMENT_EVERY = Duration.ofSeconds(15);
    private static final Duration SIGN_EVERY = Duration.ofMinutes(1);
    /** What rings with every line of a log is read a few lines at a time. */
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Events events;
    private final Sandboxes sandboxes;
    private final Knowledge knowledge;
    private final Bells bells;
    private final Presence presence;
    private final Grants grants;
    private final Clock clock;
    private final int most;
    private final Semaphore free;
    private final Semaphore looking = new Semaphore(LOOKING_AT_ONCE, true);
    private final PerUser ofUsers = new PerUser(MOST_OF_ONE_USER);
    private volatile boolean running = true;

    EventStreams(
            Events events,
            Sandboxes sandboxes,
            Knowledge knowledge,
            Bells bells,
            Presence presence,
            Grants grants,
            ApiSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.events = events;
        this.sandboxes = sandboxes;
        this.knowledge = knowledge;
        this.bells = bells;
        this.presence = presence;
        this.grants = grants;
        this.clock = clock;
        this.most = settings.maxStreams();
        this.free = new Semaphore(most);
        meters.gauge("preview.gateway.streams", this, EventStreams::count);
    }

    /** Looks something up for a stream when it is its turn. Whoever waits does so on a virtual thread. */
    <T> T inTurn(Supplier<T> look) {
        looking.acquireUninterruptibly();
        try {
            return look.get();
        } finally {
            looking.release();
        }
    }

    /** How many are open. */
    int count() {
        return most - free.availablePermits();
    }

    /**
     * Whoever watches.
     *
     * @param visible  whether the page is in sight
     * @param position of the last event that it has
     * @param language in which failures are told
     */
    record Watcher(UserId user, boolean visible, String position, Locale language) {}

    /** Where a stream is opened to, once there is room for it. */
    interface Opening {
        EventStream open() throws IOException;
    }

    /** Returns when the stream has ended. Where there is no room for it, the request ends with a problem. */
    void serve(Sandbox sandbox, Watcher watcher, Opening opening) {
        if (!free.tryAcquire()) {
            throw Outages.streams().asException();
        }
        try {
            if (!ofUsers.take(watcher.user(), 1)) {
                throw Outages.streams().asException();
            }
            try {
                new Service(sandbox.id(), watcher, opening.open()).run();
            } finally {
                ofUsers.giveBack(watcher.user(), 1);
            }
        } catch (IOException _) {
            log.atDebug()
                    .addKeyValue("sandboxId", sandbox.id())
                    .log("a watcher has gone, or took nothing for too long");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    /** Whether there is nothing that this watcher doesn't have, nor will be. */
    boolean isOver(Sandbox sandbox, String position) {
        return hasEnded(sandbox.state())
                && !position.equals(Events.BEGINNING)
                && inTurn(() -> events.after(sandbox.id(), position, 1)).isEmpty();
    }

    private static boolean hasEnded(SandboxState state) {
        return switch (state) {
            case SandboxState.Stopped _, SandboxState.Failed _ -> true;
            case SandboxState.Provisioning _, SandboxState.Running _, SandboxState.Stopping _ -> false;
        };
    }

    /** One stream being served. */
    private final class Service {
        private final SandboxId id;
        private final Watcher watcher;
        private final EventStream stream;
        private String position;
        private boolean toldSomething;
        private Instant nextComment;
        private Instant nextSign;

        private Service(SandboxId id, Watcher watcher, EventStream stream) {
            this.id = id;
            this.watcher = watcher;
            this.stream = stream;
            this.position = watcher.position();
            this.toldSomething = !position.equals(Events.BEGINNING);
            var now = clock.instant();
            this.nextComment = now.plus(COMMENT_EVERY);
            this.nextSign = now;
        }

        void run() throws IOException, InterruptedException {
            try (var bell = bells.listen(id.value())) {
                while (running && goOn()) {
                    stream.flush();
                    var left = Duration.between(clock.instant(), nextComment);
                    bell.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
                    Thread.sleep(BREATH);
                }
                stream.flush();
            }
        }

        /** Tells what is new; false when nothing more will come. */
        private boolean goOn() throws IOException {
            sign();
            List<Event> news;
            try {
                news = inTurn(() -> events.after(id, position, BATCH));
                while (!news.isEmpty()) {
                    if (!tell(news)) {
                        return false;
                    }
                    news = inTurn(() -> events.after(id, position, BATCH));
                }
                return toldSomething ? breathe() : tellHowItStands();
            } catch (DataAccessException e) {
                log.atDebug()
                        .addKeyValue("sandboxId", id)
                        .setCause(e)
                        .log("state did not answer a stream; it goes on when it does");
                return comment();
            }
        }

        private boolean tell(List<Event> news) throws IOException {
            for (var event : news) {
                position = event.position();
                var told = Told.of(event);
                if (told.isPresent()) {
                    var whole = told.get().isFailure() ? explained(told.get()) : told.get();
                    stream.send(position, whole.name(), whole.data());
                    toldSomething = true;
                    if (whole.isLast()) {
                        return false;
                    }
                }
            }
            nextComment = clock.instant().plus(COMMENT_EVERY);
            stream.flush();
            return running;
        }

        private Told explained(Told told) {
            return inTurn(() -> sandboxes.find(id))
                    .map(it -> told.with(it, watcher.language()))
                    .orElse(told);
        }

        /** Nothing is left of how it came to be as it is. */
        private boolean tellHowItStands() throws IOException {
            var sandbox = inTurn(() -> sandboxes.find(id));
            if (sandbox.isEmpty()) {
                return false;
            }
            var now = Told.now(sandbox.get(), watcher.language());
            stream.send(null, now.name(), now.data());
            toldSomething = true;
            return !endsNow(sandbox);
        }

        private boolean endsNow(Optional<Sandbox> sandbox) throws IOException {
            if (sandbox.isEmpty()) {
                return true;
            }
            if (hasEnded(sandbox.get().state())) {
                var done = Told.done(sandbox.get(), watcher.language());
                stream.send(null, done.name(), done.data());
                return true;
            }
            return false;
        }

        /** From time to time it looks whether the sandbox is there at all; its last event may have been let go. */
        private boolean breathe() throws IOException {
            if (clock.instant().isBefore(nextComment)) {
                return true;
            }
            var sandbox = inTurn(() -> sandboxes.find(id));
            if (sandbox.isEmpty() && !inTurn(knowledge::isComplete)) {
                // Redis lost it; the reaper brings it back.
                return comment();
            }
            if (sandbox.isEmpty() || sandbox.get().state() instanceof SandboxState.Stopped) {
                return !endsNow(sandbox);
            }
            return comment();
        }

        private boolean comment() throws IOException {
            var now = clock.instant();
            if (!now.isBefore(nextComment)) {
                nextComment = now.plus(COMMENT_EVERY);
                stream.comment();
            }
            return true;
        }

        private void sign() {
            var now = clock.instant();
            if (!now.isBefore(nextSign)) {
                nextSign = now.plus(SIGN_EVERY);
                presence.trySend(id, watcher.user(), new Sign("events", grants.told(), watcher.visible()));
            }
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Comes before the web server waits for its requests to end, so that they do; clients come back elsewhere. */
    @Override
    public void stop() {
        running = false;
        bells.ringAll();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
