package dev.midori.preview.localdaytona.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.midori.preview.localdaytona.sandbox.Refused;
import dev.midori.preview.localdaytona.sandbox.Snapshots;
import dev.midori.preview.localdaytona.sandbox.Specification;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of a create. Fields that mean nothing on one machine are left out. */
record CreateSandboxJson(
        @Nullable String name,
        @Nullable String user,
        @Nullable String target,
        @Nullable String snapshot,
        @Nullable Map<String, String> env,
        @Nullable Map<String, String> labels,
        @JsonProperty("public") @Nullable Boolean isPublic,
        @Nullable Integer cpu,
        @Nullable Integer memory,
        @Nullable Integer disk,
        @Nullable Integer autoStopInterval,
        @Nullable Integer autoArchiveInterval,
        @Nullable Integer autoDeleteInterval,
        @Nullable Integer ttlMinutes) {
    private static final int USUAL_AUTO_STOP = 15;
    private static final int A_WEEK = 7 * 24 * 60;
    private static final int NEVER = -1;

    Specification toSpecification() {
        if (snapshot != null && (cpu != null || memory != null || disk != null)) {
            throw Refused.badRequest("Cannot specify Sandbox resources when using a snapshot");
        }
        return new Specification(
                name == null || name.isBlank() ? null : name.strip(),
                Objects.requireNonNullElse(user, "daytona"),
                Objects.requireNonNullElse(target, "local"),
                snapshot == null || snapshot.isBlank() ? Snapshots.USUAL : snapshot.strip(),
                Objects.requireNonNullElse(env, Map.of()),
                Objects.requireNonNullElse(labels, Map.of()),
                Boolean.TRUE.equals(isPublic),
                Intervals.autoStop(Objects.requireNonNullElse(autoStopInterval, USUAL_AUTO_STOP)),
                Intervals.autoArchive(Objects.requireNonNullElse(autoArchiveInterval, A_WEEK)),
                Objects.requireNonNullElse(autoDeleteInterval, NEVER),
                Intervals.ttl(Objects.requireNonNullElse(ttlMinutes, 0)));
    }
}
