package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Step;

/** Every key that is made outside the scripts. The braces keep a partition's keys in one slot of a Redis Cluster. */
final class Keys {
    /** Where scripts announce the id of whatever changed. */
    static final String CHANGES = "preview:changes";

    /** Of what gateways say of themselves, in a slot of its own. */
    static final String CANARY = "preview:{canary}:";

    /** Of what comparisons with Daytona remember from pass to pass. */
    static final String SYNC = "preview:{sync}:";

    /** Of installed dependencies that are kept. */
    static final String DEPENDENCIES = "preview:{dependencies}:";

    /** When the last whole comparison with Daytona was made; before the first one, the mark of one that has begun. */
    static final String KNOWN = "preview:known";

    /** Whether the sweeps are on, and when each was last done. */
    static final String CLEANUP = "preview:cleanup";

    /** What workers say of themselves, by their names. */
    static final String WORKERS = "preview:workers";

    /** Whether the warm pool is filled, and when that was last resumed. */
    static final String POOL = "preview:pool";

    /** Every slot that may hold something. */
    static final String POOL_SLOTS = POOL + ":slots";

    /** How its templates stand. */
    static final String POOL_REPORT = POOL + ":report";

    private Keys() {}

    /** What the scripts put before the names of their keys. */
    static String prefix(Partition partition) {
        return "preview:{p" + partition.digits() + "}:";
    }

    static String sandbox(SandboxId id) {
        return prefix(id.partition()) + "sandbox:" + id;
    }

    static String events(SandboxId id) {
        return prefix(id.partition()) + "events:" + id;
    }

    static String log(SandboxId id, Step step) {
        return prefix(id.partition()) + "log:" + id + ":" + step.word();
    }
}
