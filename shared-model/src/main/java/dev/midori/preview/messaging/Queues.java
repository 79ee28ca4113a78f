package dev.midori.preview.messaging;

import dev.midori.preview.command.CleanupCommand;
import dev.midori.preview.command.Command;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.GatewayAlive;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.command.ReadFiles;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.command.UpdateFiles;
import dev.midori.preview.sandbox.PoolSlot;
import java.util.Set;

/** Names on the broker. They are public for ever: operators' tools and older releases know them. */
public final class Queues {
    public static final String PROVISION = "preview.provision";

    /** Sandboxes for the warm pool, apart from people's jobs so that no person waits behind one. */
    public static final String POOL = "preview.pool";

    public static final String UPDATE = "preview.update";
    public static final String STOP = "preview.stop";
    public static final String HEARTBEAT = "preview.heartbeat";
    public static final String CLEANUP = "preview.cleanup";
    public static final String DEAD_LETTERS = "preview.dead-letters";

    /** Every command is published here, with its queue's name as routing key; wait queues send back here too. */
    public static final String WORK_EXCHANGE = "preview.work";

    /** What can't be done goes here, with the name of the queue that it came from as routing key. */
    public static final String DEAD_LETTER_EXCHANGE = "preview.dead";

    /** The queues that commands are done from, and dead letters put back to. */
    public static final Set<String> WORK = Set.of(PROVISION, POOL, UPDATE, STOP);

    private Queues() {}

    /** Where a command waits to be done. */
    public static String of(Command command) {
        return switch (command) {
            case CreateSandbox create -> PoolSlot.isReserved(create.userId()) ? POOL : PROVISION;
            case UpdateFiles _, ReadFiles _ -> UPDATE;
            case StopSandbox _ -> STOP;
            case Heartbeat _, GatewayAlive _ -> HEARTBEAT;
            case CleanupCommand _ -> CLEANUP;
        };
    }
}
