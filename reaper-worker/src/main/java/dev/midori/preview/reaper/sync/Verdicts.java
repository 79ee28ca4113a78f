package dev.midori.preview.reaper.sync;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.reaper.sweep.Stops;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.Reconciliation;
import dev.midori.preview.state.Reconciliation.Known;
import dev.midori.preview.state.StopOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What is done about a suspect that two passes agree on, after a last look at that one sandbox. */
@Component
class Verdicts {
    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

    private final Daytona daytona;
    private final Reconciliation state;
    private final Adoption adoption;

    Verdicts(Daytona daytona, Reconciliation state, Adoption adoption) {
        this.daytona = daytona;
        this.state = state;
        this.adoption = adoption;
    }

    /** What became of it. */
    enum Verdict {
        ADOPTED,
        REMOVED,
        FORGOTTEN,
        FINE
    }

    Verdict on(Suspect suspect, Stops.Publishing stops) {
        return switch (suspect) {
            case Suspect.Unknown unknown -> onUnknown(unknown, stops);
            case Suspect.Unfinished(var there, var id) -> onUnfinished(there, id);
            case Suspect.Stray(var there) -> onStray(there);
            case Suspect.Ended ended -> onEnded(ended, stops);
            case Suspect.Spare(var there, var id) -> onSpare(there, id);
            case Suspect.Vanished(var id, var daytonaId) -> onVanished(id, daytonaId);
        };
    }

    private Verdict onUnknown(Suspect.Unknown unknown, Stops.Publishing stops) {
        var labels = unknown.labels();
        var there = lookAt(unknown.there().id(), labels.id());
        if (there.isEmpty() || known(labels.id()).isPresent()) {
            return Verdict.FINE;
        }
        if (adoption.attempt(there.get(), labels)) {
            return Verdict.ADOPTED;
        }
        stops.publish(List.of(new StopOrder(
                labels.id(),
                labels.owner().user(),
                EndReason.ORPHAN,
                there.get().id(),
                null,
                null,
                null)));
        return Verdict.REMOVED;
    }

    /** A failover of Redis may have lost that it runs. Otherwise it waits for its turn in a queue, and is left alone. */
    private Verdict onUnfinished(DaytonaSandbox unfinished, SandboxId id) {
        var still = known(id).filter(record -> isUnfinished(record, unfinished.id()));
        return still.isPresent() && takeIn(unfinished.id(), id) ? Verdict.ADOPTED : Verdict.FINE;
    }

    /** Takes a preview in whose page answers, in the sandbox that still carries its labels. */
    boolean takeIn(String daytonaId, SandboxId id) {
        return look(daytonaId)
                .filter(there -> SandboxLabels.read(there.labels())
                        .filter(labels -> labels.id().equals(id) && adoption.attempt(there, labels))
                        .isPresent())
                .isPresent();
    }

    static boolean isUnfinished(Known known, String daytonaId) {
        return known.unfinished() && known.daytonaId().equals(daytonaId);
    }

    /** There is no command for what has no owner. */
    private Verdict onStray(DaytonaSandbox stray) {
        if (look(stray.id())
                .filter(there -> SandboxLabels.read(there.labels()).isEmpty())
                .isEmpty()) {
            return Verdict.FINE;
        }
        var deletion = daytona.delete(stray.id());
        log.atWarn()
                .addKeyValue("daytonaId", stray.id())
                .addKeyValue("answer", deletion)
                .log("🔁 [SYNC] a sandbox that carries our label and no owner is removed");
        return Verdict.REMOVED;
    }

    private Verdict onEnded(Suspect.Ended ended, Stops.Publishing stops) {
        var order = ended.order();
        var still = known(order.id())
                .filter(Verdicts::isOver)
                .filter(record ->
                        !isOnItsWay(order.id(), record, id -> known(id).orElse(null)));
        if (still.isEmpty() || lookAt(ended.there().id(), order.id()).isEmpty()) {
            return Verdict.FINE;
        }
        stops.publish(List.of(order));
        return Verdict.REMOVED;
    }

    /** There is no command for what carries the labels of a preview that it isn't. */
    private Verdict onSpare(DaytonaSandbox spare, SandboxId id) {
        var still = known(id).filter(record -> isSpare(record, spare.id()));
        if (still.isEmpty() || lookAt(spare.id(), id).isEmpty()) {
            return Verdict.FINE;
        }
        var deletion = daytona.delete(spare.id());
        log.atWarn()
                .addKeyValue("sandboxId", id)
                .addKeyValue("daytonaId", spare.id())
                .addKeyValue("answer", deletion)
                .log("🔁 [SYNC] a second sandbox of a preview is removed");
        return Verdict.REMOVED;
    }

    /** The preview runs, and not in that one. */
    static boolean isSpare(Known known, String daytonaId) {
        return known.status() == Status.RUNNING
                && !known.daytonaId().isEmpty()
                && !known.daytonaId().equals(daytonaId);
    }

    /** It left the warm pool for a preview that lives, or is on its way: its labels are soon that one's, if they aren't by now. */
    static boolean isOnItsWay(SandboxId id, Known known, Function<SandboxId, @Nullable Known> others) {
        return known.handedTo()
                .map(others)
                .filter(owner -> !isOver(owner) && owner.poolDonor().equals(Optional.of(id)))
                .isPresent();
    }

    private Verdict onVanished(SandboxId id, String daytonaId) {
        if (daytona.find(daytonaId).filter(there -> !there.state().isGone()).isPresent()
                || !state.vanished(id, daytonaId)) {
            return Verdict.FINE;
        }
        log.atWarn().addKeyValue("sandboxId", id).log("🔁 [SYNC] preview ended: Daytona has its sandbox no more");
        return Verdict.FORGOTTEN;
    }

    /** It has ended here, and nothing here will see to what may be left of it. */
    static boolean isOver(Known known) {
        return switch (known.status()) {
            case CREATING, BUILDING, RUNNING, STOPPING -> false;
            case STOPPED, ERROR -> !known.remains();
        };
    }

    private Optional<DaytonaSandbox> look(String daytonaId) {
        return daytona.find(daytonaId)
                .filter(there -> !there.isGoing() && !there.state().isGone());
    }

    /** The same, while its labels say what they are expected to: a list may tell old ones. */
    private Optional<DaytonaSandbox> lookAt(String daytonaId, SandboxId id) {
        return look(daytonaId)
                .filter(there -> SandboxLabels.read(there.labels())
                        .filter(labels -> labels.id().equals(id))
                        .isPresent());
    }

    private Optional<Known> known(SandboxId id) {
        return Optional.ofNullable(state.lookUp(id.partition(), List.of(id)).get(id));
    }
}
