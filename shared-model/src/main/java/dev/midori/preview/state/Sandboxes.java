package dev.midori.preview.state;

import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import java.util.List;
import java.util.Optional;

/** What anybody may read about sandboxes. */
public interface Sandboxes {
    /** The sandbox as it is now; empty where it is unknown or long gone. */
    Optional<Sandbox> find(SandboxId id);

    /** The newest lines of the steps' output, oldest first, at most so many. */
    List<String> recentLog(SandboxId id, int most);
}
