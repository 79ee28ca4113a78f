package dev.midori.preview.localdaytona.machine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is made from.
 *
 * @param sandboxId of its sandbox; letters, digits and {@code -}
 * @param name      of its sandbox, as its owner calls it
 * @param env       environment of everything that runs in it
 * @param snapshotId of the files that it begins with; none where null
 */
public record Blueprint(
        String sandboxId,
        String name,
        Map<String, String> env,
        @Nullable String snapshotId) {
    public Blueprint {
        env = Map.copyOf(env);
    }

    /** One that begins without files. */
    public Blueprint(String sandboxId, String name, Map<String, String> env) {
        this(sandboxId, name, env, null);
    }

    /** The environment is left out. */
    @Override
    public String toString() {
        return "Blueprint[%s]".formatted(sandboxId);
    }
}
