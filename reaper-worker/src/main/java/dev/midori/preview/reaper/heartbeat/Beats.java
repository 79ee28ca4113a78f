package dev.midori.preview.reaper.heartbeat;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.CommandCodec;
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
    private final BeatMeters meters;

    Beats(CommandCodec codec, Liveness liveness, BeatMeters meters) {
        this.codec = codec;
        this.liveness = liveness;
        this.meters = meters;
    }

    @RabbitListener(id = "heartbeats", queues = Queues.HEARTBEAT, containerFactory = "heartbeatContainers")
    void take(List<Message> messages) {
        try {
            var beats =
                    messages.stream().map(this::read).flatMap(Optional::stream).toList();
            apply(beats);
            reportUnreadable(messages.size() - beats.size());
        } catch (RuntimeException e) {
            giveBack(messages.size(), e);
        }
    }

    private Optional<Heartbeat> read(Message message) {
        try {
            return codec.decode(message) instanceof Heartbeat beat && isPlausible(beat.aliveFor())
                    ? Optional.of(beat)
                    : Optional.empty();
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

    private void giveBack(int size, RuntimeException cause) {
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
