package dev.midori.preview.gateway.submit;

import dev.midori.preview.sandbox.SandboxId;

/**
 * A project that was accepted.
 *
 * @param revision of its files, which the preview shows once it runs
 * @param reused   whether its sandbox was there before this request
 */
record Submitted(SandboxId id, long revision, boolean reused) {}
