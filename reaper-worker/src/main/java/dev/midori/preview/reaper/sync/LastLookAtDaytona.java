package dev.midori.preview.reaper.sync;

import dev.midori.preview.reaper.sweep.LastLook;
import dev.midori.preview.state.Due.Late;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes those in whose page answers, on threads of its own: a sweep must not wait for Daytona. */
@Component
class LastLookAtDaytona implements LastLook {
    private static final Logger log = LoggerFactory.getLogger(LastLookAtDaytona.class);

    private final Verdicts verdicts;
    private final AtomicBoolean looking = new AtomicBoolean();

    LastLookAtDaytona(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    @Override
    public void at(Collection<Late> late) {
        if (!late.isEmpty() && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("last-look").start(() -> {
                try (var threads = Adoption.threads()) {
                    late.forEach(one -> threads.execute(() -> look(one)));
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    private void look(Late late) {
        try {
            verdicts.takeIn(late.daytonaId(), late.id());
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", late.id())
                    .setCause(e)
                    .log("🔄 [CLEANUP SERVICE] can't be told whether what is late runs; asked again in a minute");
        }
    }
}
