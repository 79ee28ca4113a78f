package dev.midori.preview.provision.pool;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.daytona.http.DaytonaProperties;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.provision.pool.PoolMeters.Claim;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.PoolClaims;
import dev.midori.preview.state.PoolClaims.HandedOver;
import dev.midori.preview.template.PoolTemplate;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** A warm pool of our own: what waits are ordinary previews of slots, which are nobody's. */
@Component
class SlotPool implements WarmPool {
    private static final Logger log = LoggerFactory.getLogger(SlotPool.class);

    /** Of a template that there is no more. */
    private static final String NO_CONTENT = "";

    private final Templates templates;
    private final PoolClaims claims;
    private final Daytona daytona;
    private final PoolMeters meters;
    private final String environment;

    SlotPool(Templates templates, PoolClaims claims, Daytona daytona, PoolMeters meters, DaytonaProperties properties) {
        this.templates = templates;
        this.claims = claims;
        this.daytona = daytona;
        this.meters = meters;
        this.environment = properties.environment();
    }

    @Override
    public Optional<DaytonaSandbox> claim(Work work) {
        var donor = work.checkpoint().get(Checkpoint.POOL_DONOR).map(SandboxId::new);
        if (donor.isPresent()) {
            return goOn(work, donor.get());
        }
        if (templates.isEmpty()
                || work.isForPool()
                || work.checkpoint().get(Checkpoint.CREATE_BEGUN_AT).isPresent()) {
            return Optional.empty();
        }
        var template = templates.like(work.wanted().files().all());
        if (template.isEmpty()) {
            meters.claimed(Claim.UNMATCHED);
        }
        return template.flatMap(like -> claim(work, like));
    }

    private Optional<DaytonaSandbox> claim(Work work, PoolTemplate template) {
        for (var slot : inAnyOrder(template)) {
            var waiting = find(slot, template);
            if (waiting.isPresent()) {
                intend(work, waiting.get());
                var taken = take(work, waiting.get(), template.contentHash());
                if (taken.isPresent()) {
                    return settle(work, waiting.get(), taken.get());
                }
            }
        }
        meters.claimed(Claim.EMPTY);
        return Optional.empty();
    }

    /** So that jobs that come at once don't all ask for the same one first. */
    private static List<PoolSlot> inAnyOrder(PoolTemplate template) {
        var slots = template.slots().collect(Collectors.toList());
        Collections.shuffle(slots);
        return slots;
    }

    private Optional<SandboxId> find(PoolSlot slot, PoolTemplate template) {
        try {
            return claims.find(slot, template.contentHash());
        } catch (DataAccessException e) {
            log.atDebug().setCause(e).log("nobody knows what waits; the job has a sandbox made");
            return Optional.empty();
        }
    }

    /** From then on, whoever ends this job ends that sandbox, too, should it be the job's by then. */
    private static void intend(Work work, SandboxId waiting) {
        work.store(
                Step.CREATING,
                Map.of(
                        Checkpoint.CREATE_BEGUN_AT,
                        Long.toString(work.now().toEpochMilli()),
                        Checkpoint.POOL_DONOR,
                        waiting.value()));
    }

    private Optional<HandedOver> take(Work work, SandboxId waiting, String content) {
        work.hold();
        return work.ask(() -> claims.take(waiting, work.id(), content));
    }

    private Optional<DaytonaSandbox> goOn(Work work, SandboxId donor) {
        if (work.checkpoint().get(Checkpoint.POOLED).isPresent()) {
            var there = work.checkpoint()
                    .get(Checkpoint.DAYTONA_ID)
                    .flatMap(daytona::find)
                    .filter(found -> isUsable(found) && SandboxLabels.areOf(work.id(), found.labels(), environment));
            there.ifPresentOrElse(found -> work.created(found.id()), () -> miss(work, Claim.GONE));
            return there;
        }
        var content = templates.like(work.wanted().files().all()).map(PoolTemplate::contentHash);
        var taken = take(work, donor, content.orElse(NO_CONTENT));
        if (taken.isEmpty()) {
            miss(work, Claim.EMPTY);
        }
        return taken.flatMap(handedOver -> settle(work, donor, handedOver));
    }

    private Optional<DaytonaSandbox> settle(Work work, SandboxId donor, HandedOver taken) {
        work.created(taken.daytonaId());
        remember(work, taken);
        var there = daytona.find(taken.daytonaId()).filter(found -> isUsable(found) && isOurs(found, donor, work));
        if (there.isEmpty()) {
            miss(work, Claim.GONE);
        } else if (!label(work, there.get())) {
            miss(work, Claim.REFUSED);
            return Optional.empty();
        } else {
            work.store(Step.CREATING, Map.of(Checkpoint.POOLED, "1"));
        }
        return there;
    }

    private void remember(Work work, HandedOver taken) {
        if (work.checkpoint().get(Checkpoint.DAYTONA_ID).isPresent()) {
            return;
        }
        var fields = new HashMap<>(Map.of(
                Checkpoint.DAYTONA_ID,
                taken.daytonaId(),
                Checkpoint.FILES_BEGUN_AT,
                Long.toString(work.now().toEpochMilli())));
        fields.put(Step.STARTING.word() + "Session", taken.session());
        fields.put(Step.STARTING.word() + "Command", taken.command());
        work.store(Step.CREATING, fields);
        meters.waited(Duration.between(taken.since(), work.now()));
    }

    private static boolean isUsable(DaytonaSandbox there) {
        return there.state().isStarted() && !there.isGoing();
    }

    /** A Redis that has forgotten who had it does not give it to two. */
    private boolean isOurs(DaytonaSandbox there, SandboxId donor, Work work) {
        return SandboxLabels.areOf(donor, there.labels(), environment)
                || SandboxLabels.areOf(work.id(), there.labels(), environment);
    }

    private boolean label(Work work, DaytonaSandbox there) {
        var labels = new SandboxLabels(
                work.id(), work.wanted().owner(), work.wanted().since(), environment);
        work.hold();
        try {
            daytona.replaceLabels(there.id(), labels.insteadOf(there.labels()));
            return true;
        } catch (DaytonaException.Rejected
                | DaytonaException.NotFound
                | DaytonaException.Conflict
                | DaytonaException.Unauthorized e) {
            log.atWarn()
                    .addKeyValue("sandboxId", work.id())
                    .setCause(e)
                    .log("a sandbox of the warm pool can't be made this job's; another one is made");
            return false;
        }
    }

    @Override
    public void discard(Work work) {
        miss(work, Claim.UNFIT);
    }

    @Override
    public void shown(Work work) {
        meters.claimed(Claim.HIT);
    }

    private void miss(Work work, Claim why) {
        meters.claimed(why);
        log.atInfo()
                .addKeyValue("sandboxId", work.id())
                .addKeyValue("reason", why)
                .log("a sandbox of the warm pool is of no use; another one is made");
        delete(work);
        work.startOver(Step.CREATING, Checkpoint.CREATE_BEGUN_AT, Map.of());
    }

    /** Unless it is somebody else's. Where Daytona is busy with it, the comparison with Daytona finds it later. */
    private void delete(Work work) {
        var donor = work.checkpoint().get(Checkpoint.POOL_DONOR).map(SandboxId::new);
        var there = work.checkpoint().get(Checkpoint.DAYTONA_ID).flatMap(daytona::find);
        if (donor.isPresent()
                && there.filter(found -> isOurs(found, donor.get(), work)).isPresent()) {
            work.hold();
            daytona.delete(there.get().id());
        }
    }
}
