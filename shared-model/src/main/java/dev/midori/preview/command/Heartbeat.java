package dev.midori.preview.command;

import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Duration;
import java.time.Instant;

/**
 * The owner was seen. The gateway works out what that is worth, the reaper applies it by Redis's time.
 *
 * @param aliveFor how long this sign alone keeps the preview, counted from when it is applied
 * @param visible  whether the page was in sight; a hidden one extends less far
 * @param sign     what was seen, such as {@code heartbeat} or {@code status}
 */
public record Heartbeat(
        int version,
        SandboxId sandboxId,
        UserId userId,
        Instant issuedAt,
        Duration aliveFor,
        boolean visible,
        String sign)
        implements SandboxCommand {
    /** The form that this release writes. */
    public static final int VERSION = 1;
}
