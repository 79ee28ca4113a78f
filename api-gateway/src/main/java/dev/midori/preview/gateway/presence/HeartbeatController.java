package dev.midori.preview.gateway.presence;

import dev.midori.preview.gateway.body.SmallBody;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.docs.Bodies;
import dev.midori.preview.gateway.lookup.OwnSandboxes;
import dev.midori.preview.gateway.lookup.Words;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/preview/daytona/heartbeat}. The body may come as {@code text/plain}, which is what beacons send. */
@RestController
class HeartbeatController {
    private final OwnSandboxes sandboxes;
    private final Presence presence;
    private final Grants grants;

    HeartbeatController(OwnSandboxes sandboxes, Presence presence, Grants grants) {
        this.sandboxes = sandboxes;
        this.presence = presence;
        this.grants = grants;
    }

    @Schema(name = "Beat")
    record Answer(SandboxId sandboxId, String status, long nextHeartbeatInSeconds) {}

    @Operation(summary = "Says that somebody is still looking")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Bodies.Named.class),
                            examples = @ExampleObject(Bodies.SANDBOX)))
    @PostMapping("/api/preview/daytona/heartbeat")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Answer heartbeat(Caller caller, HttpServletRequest request) throws IOException {
        var body = SmallBody.of(request);
        var visible = body.flag("visible", true);
        var sandbox = sandboxes.find(caller, body.text("sandboxId").orElse(null));
        requireAlive(sandbox);
        presence.send(sandbox.id(), caller.user(), new Sign("heartbeat", grants.told(), visible));
        return new Answer(
                sandbox.id(),
                sandbox.state().status().word(),
                Math.max(1, grants.interval().toSeconds()));
    }

    private static void requireAlive(Sandbox sandbox) {
        Words.endedBecause(sandbox.state()).ifPresent(reason -> {
            throw OwnSandboxes.notFound()
                    .with("sandboxId", sandbox.id())
                    .with("sandboxStatus", sandbox.state().status().word())
                    .with("endedBecause", reason)
                    .asException();
        });
    }
}
