package dev.midori.preview.reaper.sync;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.reaper.sweep.LastLook;
import dev.midori.preview.reaper.sweep.Stops;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.state.Due;
import dev.midori.preview.state.Due.Late;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes those in whose page answers, and ends the others. It has a thread of its own, since a sweep must not wait for Daytona; a
 * Daytona that can't be asked saves none.
 */
@Component
class LastLookAtDaytona implements LastLook {
    private static final Logger log = LoggerFactory.getLogger(LastLookAtDaytona.class);

    private final Daytona daytona;
    private final Adoption adoption;
    private final Due due;
    private final Stops stops;
    private final AtomicBoolean looking = new AtomicBoolean();

    LastLookAtDaytona(Daytona daytona, Adoption adoption, Due due, Stops stops) {
        this.daytona = daytona;
        this.adoption = adoption;
        this.due = due;
        this.stops = stops;
    }

    @Override
    public void at(Collection<Late> late) {
        if (!late.isEmpty() && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("last-look").start(() -> {
                try {
                    look(late);
                } catch (RuntimeException e) {
                    log.atWarn()
                            .setCause(e)
                            .log("🔄 [CLEANUP SERVICE] what is late could not be looked at; tried again");
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    private void look(Collection<Late> late) {
        var publishing = stops.begin();
        var answers = true;
        for (var one : late) {
            try {
                if (answers && runs(one)) {
                    continue;
                }
            } catch (DaytonaException e) {
                answers = false;
                log.atWarn()
                        .addKeyValue("sandboxId", one.id())
                        .setCause(e)
                        .log("🔄 [CLEANUP SERVICE] Daytona can't be asked whether what is late runs");
            }
            due.expire(one.id()).ifPresent(order -> publishing.publish(List.of(order)));
        }
    }

    private boolean runs(Late late) {
        var idOrName = late.daytonaId().isEmpty() ? late.id().value() : late.daytonaId();
        return daytona.find(idOrName)
                .filter(there -> SandboxLabels.read(there.labels())
                        .filter(labels -> labels.id().equals(late.id()) && adoption.attempt(there, labels))
                        .isPresent())
                .isPresent();
    }
}
