package dev.midori.preview.localdaytona.machine;

import java.util.Map;

/**
 * What a machine is made from.
 *
 * @param sandboxId of its sandbox; letters, digits and {@code -}
 * @param name      of its sandbox, as its owner calls it
 * @param env       environment of everything that runs in it
 */
public record Blueprint(String sandboxId, String name, Map<String, String> env) {
    public Blueprint {
        env = Map.copyOf(env);
    }

    /** The environment is left out. */
    @Override
    public String toString() {
        return "Blueprint[%s]".formatted(sandboxId);
    }
}
