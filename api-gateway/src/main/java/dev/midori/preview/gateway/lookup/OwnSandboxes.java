package dev.midori.preview.gateway.lookup;

import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.state.Sandboxes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a caller means. */
@Component
public class OwnSandboxes {
    private final Sandboxes sandboxes;

    OwnSandboxes(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    /** The caller's own sandbox of this id; where there is none, the request ends with a problem. */
    public Sandbox find(Caller caller, SandboxId id) {
        return sandboxes
                .find(id)
                .filter(sandbox -> sandbox.owner().user().equals(caller.user()))
                .orElseThrow(() -> notFound().asException());
    }

    /** The same, for an id as a caller sends it. */
    public Sandbox find(Caller caller, @Nullable String id) {
        return find(caller, parse(id));
    }

    /** The id that a caller sent; one that is none ends the request as one that nobody has. */
    public static SandboxId parse(@Nullable String id) {
        return Optional.ofNullable(id)
                .filter(text -> !text.isBlank())
                .map(text -> SandboxId.parse(text).orElseThrow(() -> notFound().asException()))
                .orElseThrow(() -> Problem.of(Reason.MISSING_SANDBOX_ID).asException());
    }

    /** It is unknown, long gone, or somebody else's. */
    public static Problem notFound() {
        return Problem.of(Reason.SANDBOX_NOT_FOUND);
    }
}
