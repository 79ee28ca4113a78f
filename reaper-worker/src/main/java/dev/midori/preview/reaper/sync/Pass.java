package dev.midori.preview.reaper.sync;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.daytona.Page;
import dev.midori.preview.daytona.http.DaytonaProperties;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.reaper.sweep.Report;
import dev.midori.preview.reaper.sweep.Stops;
import dev.midori.preview.reaper.sync.Verdicts.Verdict;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.state.Knowledge;
import dev.midori.preview.state.Reconciliation;
import dev.midori.preview.state.Reconciliation.Known;
import dev.midori.preview.state.UnreadableStateException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** One comparison: Daytona's list page by page against Redis, then Redis's running sandboxes against what was listed. */
@Component
class Pass {
    private static final Logger log = LoggerFactory.getLogger(Pass.class);
    private static final int BATCH = 500;
    private static final int FEW = 20;

    private final Daytona daytona;
    private final Reconciliation state;
    private final Knowledge knowledge;
    private final Adoption adoption;
    private final Verdicts verdicts;
    private final Stops stops;
    private final CleanupSettings settings;
    private final PreviewTimeouts timeouts;
    private final Clock clock;
    private final String environment;

    Pass(
            Daytona daytona,
            DaytonaProperties properties,
            Reconciliation state,
            Knowledge knowledge,
            Adoption adoption,
            Verdicts verdicts,
            Stops stops,
            CleanupSettings settings,
            PreviewTimeouts timeouts,
            Clock clock) {
        this.daytona = daytona;
        this.environment = properties.environment();
        this.state = state;
        this.knowledge = knowledge;
        this.adoption = adoption;
        this.verdicts = verdicts;
        this.stops = stops;
        this.settings = settings;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /**
     * Compares once.
     *
     * @param patient whether a first comparison breaks off for a single sandbox about which Daytona can't be asked; else
     *                those are left to the next pass, as long as they are few
     * @throws DaytonaException where Daytona can't be asked; then nothing is known to be complete
     */
    Report run(boolean patient) {
        // The mark comes first: a loss between the two questions makes this a first pass, and one that doesn't count.
        var mark = knowledge.begin();
        return new Comparison(!knowledge.isComplete(), patient, mark).run();
    }

    /** What is known in the course of one pass. */
    private final class Comparison {
        private final boolean first;
        private final boolean patient;
        private final String mark;
        private final String name = UUID.randomUUID().toString();
        private final Set<String> listed = new HashSet<>();
        private final Stops.Publishing publishing = stops.begin();
        private final Map<Verdict, Integer> done = new HashMap<>();
        private int running;

        Comparison(boolean first, boolean patient, String mark) {
            this.first = first;
            this.patient = patient;
            this.mark = mark;
        }

        Report run() {
            Optional<String> cursor = Optional.empty();
            do {
                var page =
                        daytona.list(Map.of(SandboxLabels.ENVIRONMENT, environment), cursor.orElse(null), Page.LARGEST);
                compare(page.items());
                cursor = page.next();
            } while (cursor.isPresent());
            lookForVanished();
            var suspects = state.acquitOthers(name);
            // What Redis has lost while this pass went on was not compared: the next one begins anew, and at once.
            var counts = knowledge.completed(mark);
            return Report.of(outcome(counts))
                    .with("listed", listed.size())
                    .with("running", running)
                    .with("adopted", count(Verdict.ADOPTED))
                    .with("removed", count(Verdict.REMOVED))
                    .with("forgotten", count(Verdict.FORGOTTEN))
                    .with("suspects", suspects)
                    .with("failed", publishing.failed())
                    .logTo(log, Level.INFO);
        }

        private String outcome(boolean counts) {
            if (!counts) {
                return "🔁 [SYNC] compared with Daytona, but Redis has lost meanwhile what it held; begun anew";
            }
            return first ? "🔁 [SYNC] state is complete" : "🔁 [SYNC] compared with Daytona";
        }

        private int count(Verdict verdict) {
            return done.getOrDefault(verdict, 0);
        }

        private void compare(Collection<DaytonaSandbox> page) {
            page.forEach(there -> listed.add(there.id()));
            var present = page.stream()
                    .filter(there -> !there.isGoing() && !there.state().isGone())
                    .toList();
            var known = lookUp(present);
            var suspects = present.stream()
                    .map(there -> suspicion(there, known))
                    .flatMap(Optional::stream)
                    .toList();
            var left = first ? notAdopted(suspects) : suspects;
            judge(left, isMost(left, present) ? settings.syncInterval() : settings.syncGrace());
        }

        /** So many that don't answer are more likely out of our reach than dead: an hour's passes must agree. */
        private boolean isMost(Collection<Suspect> left, Collection<DaytonaSandbox> present) {
            var unknown =
                    left.stream().filter(Suspect.Unknown.class::isInstance).count();
            var most = unknown > FEW && unknown * 2 > present.size();
            if (most) {
                log.atWarn()
                        .addKeyValue("unknown", unknown)
                        .addKeyValue("listed", present.size())
                        .log("🔁 [SYNC] braked: few of the previews that are new here answer; can pages be reached?");
            }
            return most;
        }

        private Map<SandboxId, Known> lookUp(Collection<DaytonaSandbox> page) {
            var known = new HashMap<SandboxId, Known>();
            page.stream()
                    .map(there -> SandboxLabels.read(there.labels()))
                    .flatMap(Optional::stream)
                    .map(SandboxLabels::id)
                    .collect(Collectors.groupingBy(SandboxId::partition))
                    .forEach((partition, ids) -> known.putAll(state.lookUp(partition, ids)));
            known.putAll(owners(known.values()));
            return known;
        }

        /** The previews that sandboxes of the warm pool have become, whose labels may still be the old ones. */
        private Map<SandboxId, Known> owners(Collection<Known> known) {
            var owners = new HashMap<SandboxId, Known>();
            known.stream()
                    .flatMap(record -> record.handedTo().stream())
                    .distinct()
                    .collect(Collectors.groupingBy(SandboxId::partition))
                    .forEach((partition, ids) -> owners.putAll(state.lookUp(partition, ids)));
            return owners;
        }

        private Optional<Suspect> suspicion(DaytonaSandbox there, Map<SandboxId, Known> known) {
            var labels = SandboxLabels.read(there.labels());
            if (labels.isEmpty()) {
                return isBeingMade(there) ? Optional.empty() : Optional.of(new Suspect.Stray(there));
            }
            var record = known.get(labels.get().id());
            if (record == null) {
                return isBeingMade(there) ? Optional.empty() : Optional.of(new Suspect.Unknown(there, labels.get()));
            }
            var id = labels.get().id();
            if (Verdicts.isSpare(record, there.id())) {
                return Optional.of(new Suspect.Spare(there, id));
            }
            if (there.state().isStarted() && Verdicts.isUnfinished(record, there.id())) {
                return Optional.of(new Suspect.Unfinished(there, id));
            }
            return record.order()
                    .filter(_ -> Verdicts.isOver(record) && !Verdicts.isOnItsWay(id, record, known::get))
                    .map(order -> new Suspect.Ended(there, order.at(there.id())));
        }

        /** A worker may be at it, and about to say so. */
        private boolean isBeingMade(DaytonaSandbox there) {
            var createdAt = there.createdAt();
            return !there.state().isStarted()
                    && !there.state().hasFailed()
                    && createdAt != null
                    && createdAt.plus(timeouts.sandboxCreation()).isAfter(clock.instant());
        }

        /** Nothing is known yet, so whatever answers is taken in at once; the rest waits for the next pass. */
        private List<Suspect> notAdopted(Collection<Suspect> suspects) {
            var attempts = new LinkedHashMap<Suspect, Future<Boolean>>();
            try (var threads = Adoption.threads()) {
                suspects.forEach(suspect -> attempts.put(suspect, threads.submit(() -> isAdopted(suspect))));
            }
            var left = new ArrayList<Suspect>();
            var failures = new ArrayList<DaytonaException>();
            attempts.forEach((suspect, attempt) -> {
                if (attempt.state() == Future.State.SUCCESS && attempt.resultNow()) {
                    done.merge(Verdict.ADOPTED, 1, Integer::sum);
                    return;
                }
                left.add(suspect);
                if (attempt.state() != Future.State.SUCCESS) {
                    switch (attempt.exceptionNow()) {
                        case DaytonaException e -> failures.add(e);
                        case UnreadableStateException e -> undecided(suspect, e);
                        case DataAccessException outage -> throw outage;
                        case Throwable e -> undecided(suspect, e);
                    }
                }
            });
            var few = failures.size() <= 2 || failures.size() * 10 <= suspects.size();
            if (!failures.isEmpty() && (patient || !few)) {
                throw failures.getFirst();
            }
            return left;
        }

        private boolean isAdopted(Suspect suspect) {
            return suspect instanceof Suspect.Unknown(var there, var labels) && adoption.attempt(there, labels);
        }

        private void lookForVanished() {
            var vanished = new ArrayList<Suspect>();
            for (var partition : Partition.all()) {
                for (int from = 0; ; from += BATCH) {
                    var here = state.running(partition, from, BATCH);
                    here.stream()
                            .filter(record -> !record.daytonaId().isEmpty() && !listed.contains(record.daytonaId()))
                            .forEach(record -> vanished.add(new Suspect.Vanished(record.id(), record.daytonaId())));
                    running += here.size();
                    if (here.size() < BATCH) {
                        break;
                    }
                }
            }
            if (vanished.size() > FEW && vanished.size() * 2 > running) {
                log.atWarn()
                        .addKeyValue("vanished", vanished.size())
                        .addKeyValue("running", running)
                        .log("🔁 [SYNC] braked: Daytona lists few of the previews that run; is it the same account? An"
                                + " hour's passes must agree");
                judge(vanished, settings.syncInterval());
            } else {
                judge(vanished, settings.syncGrace());
            }
        }

        /** Acts on those that have been suspects in every pass for long enough. */
        private void judge(Collection<? extends Suspect> suspects, Duration grace) {
            var since = state.suspect(name, suspects.stream().map(Suspect::name).toList());
            for (var suspect : suspects) {
                if (Objects.requireNonNull(since.get(suspect.name())).compareTo(grace) >= 0) {
                    decide(suspect);
                }
            }
        }

        private void decide(Suspect suspect) {
            try {
                done.merge(verdicts.on(suspect, publishing), 1, Integer::sum);
            } catch (DaytonaException | UnreadableStateException e) {
                undecided(suspect, e);
            }
        }

        private static void undecided(Suspect suspect, Throwable cause) {
            log.atWarn()
                    .addKeyValue("suspect", suspect.name())
                    .setCause(cause)
                    .log("🔁 [SYNC] could not be decided; the next pass tries again");
        }
    }
}
