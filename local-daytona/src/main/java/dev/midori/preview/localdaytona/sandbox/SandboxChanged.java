package dev.midori.preview.localdaytona.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A sandbox stands somewhere else now.
 *
 * @param before where it stood; null where it is new
 */
public record SandboxChanged(Sandbox.View sandbox, @Nullable SandboxState before) {}
