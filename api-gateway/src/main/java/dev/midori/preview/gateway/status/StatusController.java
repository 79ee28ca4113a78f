package dev.midori.preview.gateway.status;

import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.lookup.OwnSandboxes;
import dev.midori.preview.gateway.presence.Presence;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.state.Sandboxes;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads a sandbox's state. Whoever reads it is still there, so it counts as a sign, too. */
@RestController
class StatusController {
    private static final int LINES = 100;

    private final OwnSandboxes own;
    private final Sandboxes sandboxes;
    private final Presence presence;
    private final PreviewTimeouts timeouts;

    StatusController(OwnSandboxes own, Sandboxes sandboxes, Presence presence, PreviewTimeouts timeouts) {
        this.own = own;
        this.sandboxes = sandboxes;
        this.presence = presence;
        this.timeouts = timeouts;
    }

    @Operation(summary = "How a sandbox stands; a sign of its owner, too")
    @GetMapping({StatusAddress.PATH, "/api/preview/daytona"})
    ResponseEntity<StatusAnswer> status(
            Caller caller, @RequestParam(required = false) @Nullable String sandboxId, Locale language) {
        var sandbox = own.find(caller, sandboxId);
        if (!sandbox.state().isEnded()) {
            presence.tryRead(sandbox.id(), caller.user());
        }
        var answer = ResponseEntity.ok();
        if (isOnItsWay(sandbox)) {
            answer.header(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(timeouts.statusPolling().toSeconds()));
        }
        return answer.body(StatusAnswer.of(sandbox, sandboxes.recentLog(sandbox.id(), LINES), language));
    }

    private static boolean isOnItsWay(Sandbox sandbox) {
        return sandbox.state() instanceof SandboxState.Provisioning;
    }
}
