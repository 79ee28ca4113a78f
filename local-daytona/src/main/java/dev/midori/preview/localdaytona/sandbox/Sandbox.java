package dev.midori.preview.localdaytona.sandbox;

import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.session.Sessions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One sandbox. Changes of state go through here, each as a whole; what they set in motion is {@link Sandboxes}' work. */
public final class Sandbox {
    private final String id;
    private final Specification asked;
    private final Instant createdAt;
    private String name;
    private Map<String, String> labels;
    private boolean isPublic;
    private int autoStopInterval;
    private int autoArchiveInterval;
    private int autoDeleteInterval;
    private @Nullable Instant destroyAt;
    private SandboxState state = SandboxState.CREATING;
    private @Nullable String errorReason;
    private Instant updatedAt;
    private Instant lastActivityAt;
    private String token;
    private @Nullable Started started;
    private final Consumer<SandboxChanged> listener;

    /** What a started sandbox has. */
    public record Started(Machine machine, Sessions sessions) {}

    /** How a sandbox stood at one moment. */
    public record View(
            String id,
            String name,
            Specification asked,
            Map<String, String> labels,
            boolean isPublic,
            int autoStopInterval,
            int autoArchiveInterval,
            int autoDeleteInterval,
            @Nullable Instant destroyAt,
            SandboxState state,
            @Nullable String errorReason,
            Instant createdAt,
            Instant updatedAt,
            Instant lastActivityAt) {}

    /** @param listener is told of each change of state, one after another; it must not wait */
    Sandbox(String id, Specification asked, String token, Instant now, Consumer<SandboxChanged> listener) {
        this.id = id;
        this.listener = listener;
        this.asked = asked;
        this.name = asked.name() == null ? id : asked.name();
        this.labels = asked.labels();
        this.isPublic = asked.isPublic();
        this.autoStopInterval = asked.autoStopInterval();
        this.autoArchiveInterval = asked.autoArchiveInterval();
        this.autoDeleteInterval = asked.autoDeleteInterval();
        this.createdAt = now;
        this.updatedAt = now;
        this.lastActivityAt = now;
        this.token = token;
        expireAfter(asked.ttlMinutes(), now);
    }

    public String id() {
        return id;
    }

    public Specification asked() {
        return asked;
    }

    public synchronized View view() {
        return new View(
                id,
                name,
                asked,
                labels,
                isPublic,
                autoStopInterval,
                autoArchiveInterval,
                autoDeleteInterval,
                destroyAt,
                state,
                errorReason,
                createdAt,
                updatedAt,
                lastActivityAt);
    }

    public synchronized String name() {
        return name;
    }

    public synchronized SandboxState state() {
        return state;
    }

    public synchronized boolean isPublic() {
        return isPublic;
    }

    /** Opens its private previews and its toolbox until it is started anew. */
    public synchronized String token() {
        return token;
    }

    /** Whether that is its token, told in a time that says nothing about how much of it is right. */
    public boolean opensWith(@Nullable String candidate) {
        return candidate != null
                && MessageDigest.isEqual(
                        token().getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** What runs its commands, where it is started. */
    public synchronized Optional<Started> started() {
        return state == SandboxState.STARTED ? Optional.ofNullable(started) : Optional.empty();
    }

    /** Somebody used it. */
    public synchronized void touch(Instant now) {
        lastActivityAt = now;
    }

    synchronized void label(Map<String, String> all, Instant now) {
        labels = Map.copyOf(all);
        updatedAt = now;
    }

    synchronized void publish(boolean open, Instant now) {
        isPublic = open;
        updatedAt = now;
    }

    synchronized void autoStopAfter(int minutes, Instant now) {
        autoStopInterval = minutes;
        updatedAt = now;
    }

    synchronized void autoArchiveAfter(int minutes, Instant now) {
        autoArchiveInterval = minutes;
        updatedAt = now;
    }

    synchronized void autoDeleteAfter(int minutes, Instant now) {
        autoDeleteInterval = minutes;
        updatedAt = now;
    }

    synchronized void expireAfter(int minutes, Instant now) {
        destroyAt = minutes == 0 ? null : now.plus(Duration.ofMinutes(minutes));
    }

    /** It is deleted as soon as it is stopped. */
    synchronized boolean isEphemeral() {
        return autoDeleteInterval == 0;
    }

    /**
     * Begins a change.
     *
     * @return false where it stands there already and nothing is to be done
     * @throws Refused where Daytona would refuse it now
     */
    synchronized boolean begin(SandboxState next, Instant now) {
        requireSettled();
        var done = switch (next) {
            case STARTING -> state == SandboxState.STARTED;
            case STOPPING, DESTROYING -> false;
            case CREATING, STARTED, STOPPED, SNAPSHOTTING, DESTROYED, ERROR ->
                throw new IllegalArgumentException("not a change: " + next);
        };
        if (next == SandboxState.STARTING && !done && state != SandboxState.STOPPED) {
            throw Refused.badRequest("Sandbox is not in valid state");
        }
        if (next == SandboxState.STOPPING) {
            requireStarted();
        }
        if (!done) {
            become(next, now);
        }
        return !done;
    }

    /**
     * Begins to be read for a snapshot; answers what it is again afterwards.
     *
     * @throws Refused where Daytona would refuse it now
     */
    synchronized SandboxState beginSnapshot(Instant now) {
        if (state != SandboxState.STARTED && state != SandboxState.STOPPED) {
            throw Refused.badRequest("Sandbox must be in started or stopped state to create a snapshot");
        }
        var before = state;
        become(SandboxState.SNAPSHOTTING, now);
        return before;
    }

    private synchronized void requireSettled() {
        if (state == SandboxState.DESTROYED) {
            throw Refused.notFound("Sandbox with ID or name %s not found".formatted(id));
        }
        if (state.isTransition()) {
            throw Refused.conflict("Sandbox state change in progress");
        }
    }

    /** @throws Refused where it can't be stopped now, whatever stopping means for it */
    synchronized void requireStarted() {
        requireSettled();
        if (state != SandboxState.STARTED) {
            throw Refused.badRequest("Sandbox is not started");
        }
    }

    /** Its name is free for another one. */
    synchronized void giveUpName() {
        name = "DESTROYED_%s_%s".formatted(name, id);
    }

    synchronized void arrive(Machine machine, String newToken, Instant now) {
        started = new Started(machine, new Sessions(machine));
        token = newToken;
        become(SandboxState.STARTED, now);
    }

    synchronized void fail(String reason, Instant now) {
        errorReason = reason;
        become(SandboxState.ERROR, now);
    }

    synchronized void settle(SandboxState end, Instant now) {
        become(end, now);
    }

    /** Takes what runs its commands away, to be closed. */
    synchronized Optional<Machine> leave() {
        var machine = Optional.ofNullable(started).map(Started::machine);
        started = null;
        return machine;
    }

    private synchronized void become(SandboxState next, Instant now) {
        var before = state;
        state = next;
        updatedAt = now;
        lastActivityAt = now;
        notifyAll();
        listener.accept(new SandboxChanged(view(), before));
    }

    /** Returns when no change is under way, or when the time is over. */
    synchronized void awaitSettled(Duration atMost) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        for (var left = atMost.toNanos(); state.isTransition() && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Which change its intervals ask for now. */
    synchronized Optional<SandboxState> due(Instant now) {
        if (state.isTransition() || state == SandboxState.DESTROYED) {
            return Optional.empty();
        }
        if (destroyAt != null && !now.isBefore(destroyAt)) {
            return Optional.of(SandboxState.DESTROYING);
        }
        if (state == SandboxState.STARTED && isIdle(autoStopInterval, now) && autoStopInterval > 0) {
            return Optional.of(SandboxState.STOPPING);
        }
        if (state == SandboxState.STOPPED && autoDeleteInterval >= 0 && isIdle(autoDeleteInterval, now)) {
            return Optional.of(SandboxState.DESTROYING);
        }
        return Optional.empty();
    }

    private boolean isIdle(int minutes, Instant now) {
        return !now.isBefore(lastActivityAt.plus(Duration.ofMinutes(minutes)));
    }
}
