package dev.midori.preview.localdaytona.sandbox;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a new sandbox shall be. Intervals are whole minutes.
 *
 * @param name               unique; its id where none is given
 * @param autoStopInterval   idle time after which it is stopped; 0 is never
 * @param autoArchiveInterval kept for those who ask for it: nothing is archived here
 * @param autoDeleteInterval time after which it is deleted once stopped; 0 is at once, negative never
 * @param ttlMinutes         age at which it is deleted in any state; 0 is never
 */
public record Specification(
        @Nullable String name,
        String user,
        String target,
        String snapshot,
        Map<String, String> env,
        Map<String, String> labels,
        boolean isPublic,
        int autoStopInterval,
        int autoArchiveInterval,
        int autoDeleteInterval,
        int ttlMinutes) {
    public Specification {
        env = Map.copyOf(env);
        labels = Map.copyOf(labels);
    }
}
