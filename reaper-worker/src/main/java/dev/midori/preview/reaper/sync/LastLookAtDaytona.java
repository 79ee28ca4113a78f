package dev.midori.preview.reaper.sync;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.reaper.sweep.LastLook;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.state.Due.Late;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes those in whose page answers, on threads of its own: a sweep must not wait for Daytona. */
@Component
class LastLookAtDaytona implements LastLook {
    private static final Logger log = LoggerFactory.getLogger(LastLookAtDaytona.class);
    private static final int AT_ONCE = 8;

    private final Daytona daytona;
    private final Adoption adoption;
    private final AtomicBoolean looking = new AtomicBoolean();

    LastLookAtDaytona(Daytona daytona, Adoption adoption) {
        this.daytona = daytona;
        this.adoption = adoption;
    }

    @Override
    public void at(Collection<Late> late) {
        if (!late.isEmpty() && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("last-look").start(() -> {
                try (var threads =
                        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
                    late.forEach(one -> threads.execute(() -> look(one)));
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    private void look(Late late) {
        try {
            daytona.find(late.daytonaId())
                    .ifPresent(there -> SandboxLabels.read(there.labels())
                            .filter(labels -> labels.id().equals(late.id()))
                            .ifPresent(labels -> adoption.attempt(there, labels)));
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", late.id())
                    .setCause(e)
                    .log("🔄 [CLEANUP SERVICE] can't be told whether what is late runs; asked again in a minute");
        }
    }
}
