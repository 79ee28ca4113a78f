package dev.midori.preview.provision.dependencies;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.Snapshot;
import dev.midori.preview.daytona.SnapshotState;
import dev.midori.preview.limits.DependencySettings;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.state.DependencySets;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes at Daytona what no set has any more: snapshots that were condemned, snapshots of ours that nobody knows of, and
 * sandboxes in which a builder left off.
 */
@Component
class DependencySweep {
    private static final Logger log = LoggerFactory.getLogger(DependencySweep.class);

    private final Daytona daytona;
    private final DependencySets sets;
    private final Names names;
    private final DependencySettings settings;
    private final PreviewTimeouts timeouts;
    private final Clock clock;
    private volatile Instant straysUntil = Instant.EPOCH;

    DependencySweep(
            Daytona daytona,
            DependencySets sets,
            Names names,
            DependencySettings settings,
            PreviewTimeouts timeouts,
            Clock clock) {
        this.daytona = daytona;
        this.sets = sets;
        this.names = names;
        this.settings = settings;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /**
     * One worker's turn at a time is enough, and two at once do no harm. At a fixed rate it has a thread of its own; with a
     * fixed delay it would share one with whatever looks whether an outage is over.
     */
    @Scheduled(
            initialDelayString = "${preview.dependencies.sweep-interval:10m}",
            fixedRateString = "${preview.dependencies.sweep-interval:10m}")
    void sweep() {
        try {
            if (!settings.enabled()) {
                leaveNothing();
            } else if (sets.takeTurn(settings.sweepInterval())) {
                sets.review();
                removeCondemned();
                removeStrays();
            }
        } catch (DaytonaException | DataAccessException e) {
            log.atWarn().setCause(e).log("the sweep of dependencies broke off; the next one goes on");
        }
    }

    /** Where nothing was ever kept, Daytona is not asked either. */
    private void leaveNothing() {
        if (sets.dropAll() > 0 || !sets.condemned().isEmpty()) {
            // A builder of another process may be about to leave something.
            straysUntil =
                    clock.instant().plus(DependencyBuilder.longest(timeouts).multipliedBy(2));
            removeCondemned();
        }
        if (clock.instant().isBefore(straysUntil)) {
            removeStrays();
        }
    }

    /** What can't be removed now stays condemned. */
    void removeCondemned() {
        for (var snapshot : sets.condemned()) {
            orNextTime(snapshot, () -> {
                daytona.snapshots().find(snapshot).ifPresent(this::remove);
                sets.removed(snapshot);
            });
        }
    }

    /** One that Daytona refuses to remove keeps none of the others. */
    private static void orNextTime(String what, Runnable removal) {
        try {
            removal.run();
        } catch (DaytonaException e) {
            log.atWarn()
                    .addKeyValue("left", what)
                    .setCause(e)
                    .log("what is left of dependencies was not removed; the next sweep tries again");
        }
    }

    private void remove(Snapshot snapshot) {
        if (daytona.snapshots().delete(snapshot.id())) {
            log.atInfo().addKeyValue("snapshot", snapshot.name()).log("snapshot of dependencies removed");
        }
    }

    private void removeStrays() {
        var before = clock.instant().minus(DependencyBuilder.longest(timeouts));
        var strays = daytona.snapshots()
                .list(names.ours())
                .filter(snapshot -> snapshot.name().startsWith(names.ours()))
                .filter(snapshot ->
                        snapshot.state() != SnapshotState.REMOVING && isBefore(snapshot.createdAt(), before))
                .filter(snapshot -> !sets.isKnown(snapshot.name()))
                .toList();
        strays.forEach(stray -> orNextTime(stray.name(), () -> remove(stray)));
        var left = daytona.list(names.labels())
                .filter(sandbox -> !sandbox.isGoing() && isBefore(sandbox.createdAt(), before))
                .toList();
        for (var sandbox : left) {
            log.atWarn().addKeyValue("daytonaId", sandbox.id()).log("a sandbox in which a builder left off is removed");
            orNextTime(sandbox.id(), () -> daytona.delete(sandbox.id()));
        }
    }

    private static boolean isBefore(@Nullable Instant created, Instant time) {
        return created != null && created.isBefore(time);
    }
}
