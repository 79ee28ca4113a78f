package dev.midori.preview.gateway.stop;

import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.lookup.OwnSandboxes;
import dev.midori.preview.gateway.publish.PromptCommands;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Endings;
import dev.midori.preview.state.Endings.Stop;
import dev.midori.preview.state.StopOrder;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ends previews on behalf of their owners, and of operators. */
@Component
public class Stops {
    private static final Logger log = LoggerFactory.getLogger(Stops.class);

    private final Endings endings;
    private final PromptCommands commands;
    private final Clock clock;

    Stops(Endings endings, PromptCommands commands, Clock clock) {
        this.endings = endings;
        this.commands = commands;
        this.clock = clock;
    }

    /** Answers {@code stopping} while something of it may be left, else {@code stopped}. */
    Status stop(Caller caller, SandboxId id) {
        return stop(id, caller.user(), EndReason.USER);
    }

    /** The same for a preview of this user, for a reason. */
    public Status stop(SandboxId id, UserId owner, EndReason reason) {
        return switch (endings.stop(id, owner, reason)) {
            case Stop.Begun(var order) -> {
                publish(order);
                yield Status.STOPPING;
            }
            case Stop.Ended _, Stop.HandedOver _ -> Status.STOPPED;
            case Stop.Outlived _, Stop.Unknown _ ->
                throw OwnSandboxes.notFound().asException();
        };
    }

    /** The stop is decided and holds already; the order only carries it out. */
    private void publish(StopOrder order) {
        try {
            commands.publish(order.toCommand(clock.instant()));
            log.atInfo().addKeyValue("sandboxId", order.id()).log("stop of a preview queued");
        } catch (NotQueuedException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", order.id())
                    .addKeyValue("cause", e.getMessage())
                    .log("stop of a preview was not queued; the due sweep publishes it again");
        }
    }
}
