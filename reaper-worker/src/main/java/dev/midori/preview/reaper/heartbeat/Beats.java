package dev.midori.preview.reaper.heartbeat;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.GatewayAlive;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.CommandCodec;
import dev.midori.preview.state.Canary;
import dev.midori.preview.state.Liveness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/**
 * Applies batches of heartbeats. A batch that Redis doesn't take goes back to its queue, where its messages keep their
 * age: an outage loses no beat that is still worth something. Applying one twice extends nothing twice.
 */
@Component
class Beats {
    private static final Logger log = LoggerFactory.getLogger(Beats.class);

    /** Before a batch is given back, which would else come again at once. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CommandCodec codec;
    private final Liveness liveness;
    private final Canary canary;
    private final BeatMeters meters;
    private volatile boolean disturbed;

    Beats(CommandCodec codec, Liveness liveness, Canary canary, BeatMeters meters) {
        this.codec = codec;
        this.liveness = liveness;
        this.canary = canary;
        this.meters = meters;
    }

    @RabbitListener(id = "heartbeats", queues = Queues.HEARTBEAT, containerFactory = "heartbeatContainers")
    void take(List<Message> messages) {
        try {
            var commands =
                    messages.stream().map(this::read).flatMap(Optional::stream).toList();
            apply(only(Heartbeat.class, commands));
            // Last, because a canary says that whatever was queued before it has been applied.
            hear(only(GatewayAlive.class, commands));
            reportUnreadable(messages.size() - commands.size());
        } catch (RuntimeException e) {
            giveBack(messages.size(), e);
        }
    }

    private static <T extends Command> List<T> only(Class<T> type, List<Command> commands) {
        return commands.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void hear(List<GatewayAlive> canaries) {
        if (canaries.isEmpty()) {
            return;
        }
        canary.arrived(canaries, disturbed);
        disturbed = false;
        meters.countCanaries(canaries.size());
    }

    private Optional<Command> read(Message message) {
        try {
            return Optional.of(codec.decode(message)).filter(command -> switch (command) {
                case Heartbeat beat -> isPlausible(beat.aliveFor());
                case GatewayAlive _ -> true;
                default -> false;
            });
        } catch (CommandCodec.Unreadable _) {
            return Optional.empty();
        }
    }

    private static boolean isPlausible(Duration grant) {
        return grant.isPositive() && grant.compareTo(PreviewLimits.LONGEST_LIFE) <= 0;
    }

    private void apply(List<Heartbeat> beats) {
        int kept = 0;
        int applied = 0;
        for (var part : Coalescing.furthest(beats).entrySet()) {
            kept += part.getValue().size();
            applied += liveness.apply(part.getKey(), part.getValue());
        }
        meters.count(applied, kept - applied, beats.size() - kept);
        log.atDebug()
                .addKeyValue("received", beats.size())
                .addKeyValue("applied", applied)
                .addKeyValue("unknown", kept - applied)
                .log("💓 [HEARTBEAT] batch applied");
    }

    private void reportUnreadable(int unreadable) {
        if (unreadable > 0) {
            meters.countUnreadable(unreadable);
            log.atWarn()
                    .addKeyValue("messages", unreadable)
                    .log("💓 [HEARTBEAT] messages that are no heartbeats of this release were dropped");
        }
    }

    /** Later ones may be applied before those that go back, so a canary among them must not speak for these. */
    private void giveBack(int size, RuntimeException cause) {
        disturbed = true;
        meters.countReturned(size);
        log.atWarn()
                .addKeyValue("messages", size)
                .addKeyValue("cause", cause.getMessage())
                .log("💓 [HEARTBEAT] batch could not be applied and goes back to its queue");
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new ImmediateRequeueAmqpException("heartbeats could not be applied", cause);
    }
}
