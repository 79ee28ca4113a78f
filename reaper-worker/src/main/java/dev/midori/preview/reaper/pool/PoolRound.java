package dev.midori.preview.reaper.pool;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.messaging.Commands;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.reaper.sweep.Report;
import dev.midori.preview.reaper.sweep.Stops;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.Endings;
import dev.midori.preview.state.PoolSlots;
import dev.midori.preview.state.PoolSlots.Contents;
import dev.midori.preview.state.PoolSlots.Held;
import dev.midori.preview.state.PoolSwitch;
import dev.midori.preview.state.PoolSwitch.Standing;
import dev.midori.preview.state.Reservations;
import dev.midori.preview.template.PoolTemplate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * One look at every slot. What is missing is ordered as a person's preview would be, through a queue of its own; what is too
 * much, or of other files than the template's, is stopped as a person's would be.
 */
@Component
class PoolRound {
    private static final Logger log = LoggerFactory.getLogger(PoolRound.class);

    /** On their way at once, of one template: workers take one each, and the rest would only wait longer. */
    private static final int AT_ONCE = 4;

    /** Those that were filled together don't all grow old together. */
    private static final double SPREAD = 0.1;

    private final List<PoolTemplate> templates;
    private final PoolSettings settings;
    private final PoolSlots slots;
    private final PoolSwitch pool;
    private final Reservations reservations;
    private final Endings endings;
    private final Commands commands;
    private final Stops stops;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Set<String> stopped = new HashSet<>();

    @Autowired
    PoolRound(
            PoolSettings settings,
            PreviewLimits limits,
            PoolSlots slots,
            PoolSwitch pool,
            Reservations reservations,
            Endings endings,
            Commands commands,
            Stops stops,
            Clock clock) {
        this(PoolTemplate.all(settings, limits), settings, slots, pool, reservations, endings, commands, stops, clock);
    }

    PoolRound(
            List<PoolTemplate> templates,
            PoolSettings settings,
            PoolSlots slots,
            PoolSwitch pool,
            Reservations reservations,
            Endings endings,
            Commands commands,
            Stops stops,
            Clock clock) {
        this.templates = List.copyOf(templates);
        this.settings = settings;
        this.slots = slots;
        this.pool = pool;
        this.reservations = reservations;
        this.endings = endings;
        this.commands = commands;
        this.stops = stops;
        this.clock = clock;
    }

    Report run() {
        var looking = new Looking();
        looking.emptyOthers();
        var standings = templates.stream().map(looking::at).toList();
        pool.report(standings);
        return looking.report();
    }

    /** One round. */
    private final class Looking {
        private final Stops.Publishing publishing = stops.begin();
        private final Optional<Instant> resumedAt = pool.resumedAt();
        private boolean fills = pool.isOn();
        private int filled;
        private int removed;

        /** Slots that there shall not be, until nothing is in them. */
        void emptyOthers() {
            var wanted = templates.stream().flatMap(PoolTemplate::slots).collect(Collectors.toSet());
            for (var slot : slots.known()) {
                if (!wanted.contains(slot)) {
                    var held = slots.look(slot).held();
                    held.forEach(one -> end(slot, one));
                    if (held.isEmpty()) {
                        slots.forget(slot);
                    }
                }
            }
        }

        Standing at(PoolTemplate template) {
            var contents = new LinkedHashMap<PoolSlot, Contents>();
            template.slots().forEach(slot -> contents.put(slot, slots.look(slot)));
            var held = keepOnly(template, contents);
            var prudence = Prudence.of(contents.values(), template.contentHash(), resumedAt, settings.maxFailures());
            say(template, prudence);
            var ready = (int) held.values().stream()
                    .filter(one -> one.status() == Status.RUNNING)
                    .count();
            var filling = held.size() - ready;
            var more = mayFill(prudence, contents.values()) ? (prudence.failures() > 0 ? 1 : AT_ONCE) - filling : 0;
            filling += fill(template, contents.keySet(), held.keySet(), more);
            return new Standing(
                    template.name(), template.size(), ready, filling, prudence.failures(), prudence.isStopped());
        }

        private boolean mayFill(Prudence prudence, Collection<Contents> contents) {
            return fills
                    && !prudence.isStopped()
                    && contents.stream().noneMatch(slot -> slot.now().isBefore(prudence.until()));
        }

        /** What stays in each slot: one at most, and of the template's present files. */
        private Map<PoolSlot, Held> keepOnly(PoolTemplate template, Map<PoolSlot, Contents> contents) {
            var kept = new LinkedHashMap<PoolSlot, Held>();
            contents.forEach((slot, there) -> {
                for (var one : there.held()) {
                    if (!one.contentHash().equals(template.contentHash()) || kept.putIfAbsent(slot, one) != null) {
                        end(slot, one);
                    }
                }
            });
            return kept;
        }

        private int fill(PoolTemplate template, Set<PoolSlot> all, Set<PoolSlot> taken, int most) {
            var empty = new ArrayList<>(all);
            empty.removeAll(taken);
            var done = 0;
            for (var slot : empty) {
                if (done >= most || !fills) {
                    break;
                }
                done += fill(template, slot) ? 1 : 0;
            }
            return done;
        }

        private boolean fill(PoolTemplate template, PoolSlot slot) {
            var owner = slot.owner();
            var now = clock.instant();
            var id = SandboxId.next(owner.user(), now, random);
            if (!slots.reserve(slot, id, template.contentHash(), age())) {
                return false;
            }
            try {
                commands.publish(new CreateSandbox(
                        CreateSandbox.VERSION,
                        id,
                        owner.user(),
                        owner.project(),
                        now,
                        1,
                        template.contentHash(),
                        template.files()));
            } catch (NotQueuedException e) {
                reservations.abandon(id, 1);
                fills = false;
                log.atWarn()
                        .addKeyValue("template", template.name())
                        .addKeyValue("cause", e.getMessage())
                        .log("🔥 [POOL] not filled: the broker takes nothing; the next round tries again");
                return false;
            }
            reservations.confirm(id, 1);
            filled++;
            return true;
        }

        private Duration age() {
            return settings.maxAge().minusMillis((long) (settings.maxAge().toMillis() * SPREAD * random.nextDouble()));
        }

        private void end(PoolSlot slot, Held one) {
            if (endings.stop(one.id(), slot.owner().user(), EndReason.POOL) instanceof Endings.Stop.Begun(var order)) {
                publishing.publish(List.of(order));
            }
            removed++;
        }

        Report report() {
            return Report.of("🔥 [POOL] looked after")
                    .with("filled", filled)
                    .with("removed", removed)
                    .with("failed", publishing.failed())
                    .logTo(log, filled + removed > 0 ? Level.INFO : Level.DEBUG);
        }
    }

    private void say(PoolTemplate template, Prudence prudence) {
        if (!prudence.isStopped()) {
            stopped.remove(template.name());
        } else if (stopped.add(template.name())) {
            log.atError()
                    .addKeyValue("template", template.name())
                    .addKeyValue("failures", prudence.failures())
                    .log(
                            "🔥 [POOL] a template is filled no more, since it failed again and again: change it, or resume");
        }
    }
}
