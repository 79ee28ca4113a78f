package dev.midori.preview.command;

import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;

/** A command about one sandbox. */
public sealed interface SandboxCommand extends Command
        permits CreateSandbox, UpdateFiles, ReadFiles, StopSandbox, Heartbeat {
    /** The sandbox that it is about. */
    SandboxId sandboxId();

    /** The sandbox's owner, whose partition its state lives in. */
    UserId userId();
}
