package dev.midori.preview.daytona;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox as Daytona described it at one moment.
 *
 * @param id              Daytona's own id
 * @param name            ours, unique in the organisation; the id where none was given
 * @param desiredState    what Daytona is working towards; {@link SandboxState#UNKNOWN} where it doesn't say
 * @param target          the region it runs in
 * @param isPublic        whether its previews open without a token
 * @param toolboxProxyUrl where its toolbox is found, without the id; empty where Daytona didn't say
 * @param errorReason     why it failed, if Daytona says so
 * @param createdAt       when it was created, if Daytona says so
 */
public record DaytonaSandbox(
        String id,
        String name,
        SandboxState state,
        SandboxState desiredState,
        String target,
        Map<String, String> labels,
        boolean isPublic,
        String toolboxProxyUrl,
        @Nullable String errorReason,
        @Nullable Instant createdAt) {
    public DaytonaSandbox {
        labels = Map.copyOf(labels);
    }

    /** It is being destroyed, or is about to be. */
    public boolean isGoing() {
        return state.isGoing() || desiredState.isGone();
    }
}
