package dev.midori.preview.state;

import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.util.OptionalInt;

/** Numbers the changes of a running preview's files. */
public interface Revisions {
    /** The next number; empty where no preview of this user runs under that id. */
    OptionalInt next(SandboxId id, UserId user);
}
