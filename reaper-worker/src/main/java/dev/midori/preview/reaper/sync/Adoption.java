package dev.midori.preview.reaper.sync;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.daytona.PreviewAnswer;
import dev.midori.preview.daytona.PreviewProbe;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.SandboxLabels;
import dev.midori.preview.state.Reconciliation;
import dev.midori.preview.state.Reconciliation.Found;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes a preview in that Daytona runs and nothing here remembers, with all that its owner had of it. */
@Component
class Adoption {
    private static final Logger log = LoggerFactory.getLogger(Adoption.class);

    /** The longest that Daytona signs for: longer than any sandbox lives. */
    private static final Duration LINK_LIFE = Duration.ofHours(24);

    private static final int AT_ONCE = 8;

    private final Daytona daytona;
    private final PreviewProbe probe;
    private final Reconciliation state;
    private final CleanupSettings cleanup;
    private final int port;

    Adoption(
            Daytona daytona,
            PreviewProbe probe,
            Reconciliation state,
            CleanupSettings cleanup,
            SandboxSettings sandbox) {
        this.daytona = daytona;
        this.probe = probe;
        this.state = state;
        this.cleanup = cleanup;
        this.port = sandbox.port();
    }

    /** On which pages are asked: one that hangs keeps no other waiting, and only so many are asked at once. */
    static ExecutorService threads() {
        return Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    }

    /** Whether it is known now; false where its page doesn't answer. */
    boolean attempt(DaytonaSandbox there, SandboxLabels labels) {
        // What waited for nobody in particular is not missed by anybody: its slot is filled anew.
        if (!there.state().isStarted()
                || there.isGoing()
                || PoolSlot.isReserved(labels.owner().user())) {
            return false;
        }
        try {
            return adopt(there, labels);
        } catch (DaytonaException.NotFound | DaytonaException.Rejected e) {
            log.atDebug().addKeyValue("sandboxId", labels.id()).setCause(e).log("🔁 [SYNC] not adopted");
            return false;
        }
    }

    private boolean adopt(DaytonaSandbox there, SandboxLabels labels) {
        var signed = daytona.signedPreviewLink(there.id(), port, LINK_LIFE);
        if (!(probe.ask(signed.url()) instanceof PreviewAnswer.Answered)) {
            return false;
        }
        var open = daytona.previewLink(there.id(), port);
        var link = new PreviewLink(signed.url().toString(), open.url().toString(), open.token());
        var found = new Found(labels.id(), labels.owner(), labels.createdAt(), there.id(), link);
        // Nobody knows how often its page sends a sign.
        if (state.adopt(found, cleanup.longestGrant())) {
            log.atInfo()
                    .addKeyValue("sandboxId", labels.id())
                    .addKeyValue("user", labels.owner().user())
                    .addKeyValue("project", labels.owner().project())
                    .log("🔁 [SYNC] preview found again at Daytona");
        }
        return true;
    }
}
