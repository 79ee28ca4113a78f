package dev.midori.preview.gateway.ops.amqp;

import dev.midori.preview.gateway.ops.QueueDepths;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.RetryDelay;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.stereotype.Component;

/** {@link QueueDepths} by passive declares: they need no management plugin, and tell depths but no rates. */
@Component
class AmqpQueueDepths implements QueueDepths {
    private static final Logger log = LoggerFactory.getLogger(AmqpQueueDepths.class);

    private final AmqpAdmin admin;

    AmqpQueueDepths(AmqpAdmin admin) {
        this.admin = admin;
    }

    @Override
    public Optional<List<Depth>> now() {
        try {
            return Optional.of(Stream.of(
                            Stream.of(
                                            Queues.PROVISION,
                                            Queues.POOL,
                                            Queues.UPDATE,
                                            Queues.STOP,
                                            Queues.HEARTBEAT,
                                            Queues.CLEANUP)
                                    .flatMap(queue -> depth(queue, "work")),
                            Arrays.stream(RetryDelay.values()).flatMap(delay -> depth(delay.queue(), "wait")),
                            depth(Queues.DEAD_LETTERS, "dead"))
                    .flatMap(queues -> queues)
                    .toList());
        } catch (AmqpException e) {
            log.atDebug().setCause(e).log("the broker does not tell its depths");
            return Optional.empty();
        }
    }

    /** Nothing where there is no such queue. */
    private Stream<Depth> depth(String queue, String kind) {
        var info = admin.getQueueInfo(queue);
        return info == null
                ? Stream.empty()
                : Stream.of(new Depth(queue, kind, info.getMessageCount(), info.getConsumerCount()));
    }
}
