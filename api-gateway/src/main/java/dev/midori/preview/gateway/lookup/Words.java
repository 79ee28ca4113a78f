package dev.midori.preview.gateway.lookup;

import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxState;
import java.util.Optional;

/** States in the words of the answers. */
public final class Words {
    private Words() {}

    /** Why a sandbox ended, where it has. */
    public static Optional<String> endedBecause(SandboxState state) {
        return switch (state) {
            case SandboxState.Provisioning _, SandboxState.Running _ -> Optional.empty();
            case SandboxState.Stopping(var reason) -> Optional.of(reason.word());
            case SandboxState.Stopped(var reason) -> Optional.of(reason.word());
            case SandboxState.Failed _ -> Optional.of(EndReason.FAILED.word());
        };
    }
}
