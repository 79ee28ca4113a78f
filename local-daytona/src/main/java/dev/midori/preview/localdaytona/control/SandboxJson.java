package dev.midori.preview.localdaytona.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.midori.preview.localdaytona.sandbox.Sandbox;
import dev.midori.preview.localdaytona.sandbox.SandboxState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sandbox as Daytona answers it; in a list without its environment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SandboxJson(
        String id,
        String organizationId,
        String name,
        String snapshot,
        String user,
        @Nullable Map<String, String> env,
        Map<String, String> labels,
        @JsonProperty("public") boolean isPublic,
        boolean networkBlockAll,
        String target,
        int cpu,
        int gpu,
        int memory,
        int disk,
        String state,
        String desiredState,
        @Nullable String errorReason,
        int autoStopInterval,
        int autoArchiveInterval,
        int autoDeleteInterval,
        @Nullable String autoDestroyAt,
        String createdAt,
        String updatedAt,
        String lastActivityAt,
        @JsonProperty("sandboxClass") String kind,
        String daemonVersion,
        String runnerId,
        String toolboxProxyUrl) {
    static final String ORGANIZATION = "00000000-0000-4000-8000-000000000000";

    static SandboxJson of(Sandbox.View view, String toolbox) {
        return of(view, toolbox, view.asked().env());
    }

    static SandboxJson inList(Sandbox.View view, String toolbox) {
        return of(view, toolbox, null);
    }

    private static SandboxJson of(Sandbox.View view, String toolbox, @Nullable Map<String, String> env) {
        var destroyAt = view.destroyAt();
        return new SandboxJson(
                view.id(),
                ORGANIZATION,
                view.name(),
                view.asked().snapshot(),
                view.asked().user(),
                env,
                view.labels(),
                view.isPublic(),
                false,
                view.asked().target(),
                1,
                0,
                1,
                3,
                view.state().word(),
                desired(view.state()).word(),
                view.errorReason(),
                view.autoStopInterval(),
                view.autoArchiveInterval(),
                view.autoDeleteInterval(),
                destroyAt == null ? null : destroyAt.toString(),
                view.createdAt().toString(),
                view.updatedAt().toString(),
                view.lastActivityAt().toString(),
                "container",
                "local",
                "local",
                toolbox);
    }

    private static SandboxState desired(SandboxState state) {
        return switch (state) {
            case CREATING, STARTED, STARTING, SNAPSHOTTING, ERROR -> SandboxState.STARTED;
            case STOPPING, STOPPED -> SandboxState.STOPPED;
            case DESTROYING, DESTROYED -> SandboxState.DESTROYED;
        };
    }
}
