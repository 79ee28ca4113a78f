package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.sandbox.Refused;
import dev.midori.preview.localdaytona.sandbox.Sandboxes;
import org.springframework.stereotype.Component;

/** Finds the sandboxes that toolbox requests are about. */
@Component
class StartedSandboxes {
    private final Sandboxes sandboxes;

    StartedSandboxes(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    /** The sandbox, which is used by this. */
    StartedSandbox use(String id) {
        var sandbox = sandboxes.get(id);
        var started = sandbox.started().orElseThrow(() -> Refused.badRequest("bad request: sandbox is not running"));
        sandboxes.touch(sandbox);
        return new StartedSandbox(sandbox, started.machine(), started.sessions());
    }

    /** It is used still. */
    void touch(StartedSandbox sandbox) {
        sandboxes.touch(sandbox.sandbox());
    }
}
