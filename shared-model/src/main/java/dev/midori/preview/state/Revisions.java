package dev.midori.preview.state;

import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.util.OptionalLong;

/** Numbers the changes of a running preview's files. */
public interface Revisions {
    /** The next number, higher than any before, also after a failover; empty where no preview of this user runs under that id. */
    OptionalLong next(SandboxId id, UserId user);
}
