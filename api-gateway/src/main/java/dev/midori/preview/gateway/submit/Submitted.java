package dev.midori.preview.gateway.submit;

import dev.midori.preview.sandbox.SandboxId;

/**
 * A project that was accepted.
 *
 * @param reused whether its sandbox was there before this request
 */
record Submitted(SandboxId id, boolean reused) {}
