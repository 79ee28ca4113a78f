package dev.midori.preview.messaging.amqp;

import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.RetryDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.QueueBuilder.Overflow;

/** What must exist on the broker. Declared by every service, so that the order in which they start doesn't matter. */
public final class Topology {
    /** Creates that may wait at once; one more is refused at the door, instead of filling the broker's disk. */
    private static final long WORK_LENGTH = 20_000;

    /**
     * The last net, for a message that its workers crash on before they can say whose job it is; from then on the job's own
     * record counts. More than a node has consumers: one that comes back offers a message to each that died with it.
     */
    private static final int DELIVERY_LIMIT = 1_000;

    /** Every look at the dead letters that puts them back counts as a delivery. */
    private static final int DEAD_LETTER_DELIVERY_LIMIT = 1_000_000;

    private static final Duration HEARTBEAT_AGE = Duration.ofSeconds(60);

    /** Far above a minute of the highest rate, so that age is what drops beats, and the lag is seen first. */
    private static final long HEARTBEAT_LENGTH = 2_000_000;

    private static final Duration CLEANUP_AGE = Duration.ofSeconds(30);
    private static final String AT_LEAST_ONCE = "at-least-once";

    private Topology() {}

    /** All of it. */
    public static Declarables declarables() {
        var work = new DirectExchange(Queues.WORK_EXCHANGE);
        var dead = new FanoutExchange(Queues.DEAD_LETTER_EXCHANGE);
        var deadLetters = deadLetters();
        var all = new ArrayList<Declarable>(List.of(work, dead, deadLetters, binding(deadLetters, dead)));
        for (var queue : List.of(
                workQueue(Queues.PROVISION),
                workQueue(Queues.POOL),
                workQueue(Queues.UPDATE),
                workQueue(Queues.STOP),
                heartbeatQueue(),
                cleanupQueue())) {
            var binding = BindingBuilder.bind(queue).to(work).withQueueName();
            if (!isReplicated(queue)) {
                // The node that a queue lives on may be away, and jobs go on without it: it and its queue come back
                // together.
                queue.setIgnoreDeclarationExceptions(true);
                binding.setIgnoreDeclarationExceptions(true);
            }
            all.add(queue);
            all.add(binding);
        }
        for (var delay : RetryDelay.values()) {
            var exchange = new FanoutExchange(delay.queue());
            var queue = waitQueue(delay);
            all.addAll(List.of(exchange, queue, binding(queue, exchange)));
        }
        return new Declarables(all);
    }

    /** The names of all queues. */
    public static List<String> queues() {
        return declarables().getDeclarablesByType(Queue.class).stream()
                .map(Queue::getName)
                .toList();
    }

    private static boolean isReplicated(Queue queue) {
        return "quorum".equals(queue.getArguments().get("x-queue-type"));
    }

    private static Queue workQueue(String name) {
        return QueueBuilder.durable(name)
                .quorum()
                .deliveryLimit(DELIVERY_LIMIT)
                .maxLength(WORK_LENGTH)
                .overflow(Overflow.rejectPublish)
                .deadLetterExchange(Queues.DEAD_LETTER_EXCHANGE)
                .withArgument("x-dead-letter-strategy", AT_LEAST_ONCE)
                .build();
    }

    /** The routing key is kept, so that a message goes back to the queue that it came from. */
    private static Queue waitQueue(RetryDelay delay) {
        return QueueBuilder.durable(delay.queue())
                .quorum()
                .ttl(Math.toIntExact(delay.duration().toMillis()))
                .overflow(Overflow.rejectPublish)
                .deadLetterExchange(Queues.WORK_EXCHANGE)
                .withArgument("x-dead-letter-strategy", AT_LEAST_ONCE)
                .build();
    }

    private static Queue deadLetters() {
        return QueueBuilder.durable(Queues.DEAD_LETTERS)
                .quorum()
                .deliveryLimit(DEAD_LETTER_DELIVERY_LIMIT)
                .build();
    }

    /**
     * Beats are many and soon worthless: a classic queue, which drops the oldest ones first. One reaper at a time consumes
     * it: a canary that is applied then says that whatever was queued before it is applied too.
     */
    private static Queue heartbeatQueue() {
        return QueueBuilder.durable(Queues.HEARTBEAT)
                .singleActiveConsumer()
                .ttl(Math.toIntExact(HEARTBEAT_AGE.toMillis()))
                .maxLength(HEARTBEAT_LENGTH)
                .overflow(Overflow.dropHead)
                .build();
    }

    private static Queue cleanupQueue() {
        return QueueBuilder.durable(Queues.CLEANUP)
                .ttl(Math.toIntExact(CLEANUP_AGE.toMillis()))
                .build();
    }

    private static Binding binding(Queue queue, FanoutExchange exchange) {
        return BindingBuilder.bind(queue).to(exchange);
    }
}
