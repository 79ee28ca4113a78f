package dev.midori.preview.provision.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.ShutdownSignalException;
import dev.midori.preview.provision.amqp.Settlement.Answer;
import dev.midori.preview.provision.job.Outcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.amqp.rabbit.support.micrometer.RabbitMessageReceiverContext;
import org.springframework.context.SmartLifecycle;

/**
 * The consumers of one queue. Each is a virtual thread that takes one delivery on a channel of its own, carries it out to
 * its end, settles it there, and only then takes the next: so the number of consumers is the number of jobs at once.
 *
 * <p>A container of Spring's would have a message in memory for each consumer, whatever its size. Here a consumer asks for
 * room first (see {@link ContentBudget}), and can be told by its handler when less is needed; and the handler can see
 * whether its channel is still open, which is whether the delivery is still its own.
 */
final class QueueConsumers implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(QueueConsumers.class);

    /** How often a consumer that waits for a delivery looks whether it should. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** Before the broker is tried again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String CHARSET = "UTF-8";

    private final String queue;
    private final int count;
    private final ConnectionFactory connections;
    private final ContentBudget budget;
    private final Gate gate;
    private final Handler handler;
    private final Settlement settlement;
    private final ObservationRegistry observations;
    private final ReentrantLock connecting = new ReentrantLock();
    private final Set<Thread> idle = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile boolean running;
    private volatile CountDownLatch left = new CountDownLatch(0);

    QueueConsumers(
            String queue,
            int count,
            ConnectionFactory connections,
            ContentBudget budget,
            Gate gate,
            Handler handler,
            Settlement settlement,
            ObservationRegistry observations) {
        this.queue = queue;
        this.count = count;
        this.connections = connections;
        this.budget = budget;
        this.gate = gate;
        this.handler = handler;
        this.settlement = settlement;
        this.observations = observations;
    }

    @Override
    public void start() {
        running = true;
        left = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Thread.ofVirtual().name(queue + "-" + i).start(this::consume);
        }
    }

    /** Beside the consumers of other queues, which have the same time for it. */
    @Override
    public void stop(Runnable callback) {
        Thread.startVirtualThread(() -> {
            stop();
            callback.run();
        });
    }

    /** Takes no more, and waits until those that were taken are settled. */
    @Override
    public void stop() {
        running = false;
        idle.forEach(Thread::interrupt);
        try {
            if (!left.await(Settlement.SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn()
                        .addKeyValue("queue", queue)
                        .addKeyValue("jobs", left.getCount())
                        .log("jobs did not hand over in time; the broker gives them to others");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void consume() {
        try {
            while (running) {
                takeOneWhateverHappens();
            }
        } finally {
            left.countDown();
        }
    }

    /** Nobody would start a consumer again that an error has ended. */
    private void takeOneWhateverHappens() {
        try {
            takeOne();
        } catch (RuntimeException | Error e) {
            log.atError()
                    .addKeyValue("queue", queue)
                    .setCause(e)
                    .log("a consumer failed by a fault of ours; it goes on");
            sleep();
        }
    }

    private void takeOne() {
        try {
            idle.add(Thread.currentThread());
            if (!gate.isOpen()) {
                Thread.sleep(LOOK);
                return;
            }
            try (var portion = budget.take();
                    var channel = new OpenChannel()) {
                var delivery = channel.await(queue);
                idle.remove(Thread.currentThread());
                if (delivery != null) {
                    process(channel, delivery, portion);
                }
            }
        } catch (InterruptedException _) {
            // Told to stop while there was nothing to do.
        } catch (AmqpException | ShutdownSignalException | IOException e) {
            pause(e);
        } finally {
            idle.remove(Thread.currentThread());
            var _ = Thread.interrupted();
        }
    }

    private void process(OpenChannel channel, Delivery delivery, ContentBudget.Portion portion) throws IOException {
        if (!running) {
            return;
        }
        var message = message(delivery);
        settlement.arrived(message);
        portion.shrinkTo(delivery.getBody().length, Unpacking.lengthOf(message));
        if (settlement.settle(message, handle(channel, message, portion)) == Answer.ACKNOWLEDGE) {
            channel.acknowledge(delivery);
        }
    }

    private Outcome handle(OpenChannel channel, Message message, ContentBudget.Portion portion) {
        var job = Observation.createNotStarted(
                "preview.job", () -> new RabbitMessageReceiverContext(message, queue), observations);
        try {
            return Objects.requireNonNull(job.observe(
                    () -> handler.handle(message, Settlement.attemptOf(message, channel::isOpen), portion)));
        } catch (RuntimeException e) {
            log.atError().addKeyValue("queue", queue).setCause(e).log("a delivery failed by a fault of ours");
            return new Outcome.GiveUp("INTERNAL_ERROR");
        }
    }

    private Message message(Delivery delivery) {
        var properties = new DefaultMessagePropertiesConverter()
                .toMessageProperties(delivery.getProperties(), delivery.getEnvelope(), CHARSET);
        properties.setConsumerQueue(queue);
        return new Message(delivery.getBody(), properties);
    }

    private void pause(Exception cause) {
        log.atLevel(away.getAndSet(true) ? Level.DEBUG : Level.WARN)
                .addKeyValue("queue", queue)
                .setCause(cause)
                .log("nothing can be taken from the queue; trying again");
        sleep();
    }

    private static void sleep() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            // Told to stop.
        }
    }

    /** One tries for all: a broker that comes back is not met by as many attempts as there are consumers. */
    private Connection connect() throws InterruptedException {
        connecting.lockInterruptibly();
        try {
            return connections.createConnection();
        } catch (AmqpException e) {
            Thread.sleep(PAUSE);
            throw e;
        } finally {
            connecting.unlock();
        }
    }

    /** A channel for one delivery. */
    private final class OpenChannel implements AutoCloseable {
        private final Channel channel;
        private String consumer = "";

        OpenChannel() throws IOException, InterruptedException {
            var connection = Objects.requireNonNull(connect().getDelegate(), "a connection to RabbitMQ");
            this.channel = Objects.requireNonNull(connection.createChannel(), "the broker has channels left");
        }

        boolean isOpen() {
            return channel.isOpen();
        }

        /** The next delivery; null where none was wanted any more before it came. */
        @Nullable
        Delivery await(String from) throws IOException, InterruptedException {
            var arrived = new CompletableFuture<Delivery>();
            channel.basicQos(1);
            consumer = channel.basicConsume(
                    from,
                    false,
                    (_, delivery) -> arrived.complete(delivery),
                    _ -> arrived.completeExceptionally(new IOException("the queue is gone")),
                    (_, closed) -> arrived.completeExceptionally(closed));
            away.set(false);
            try {
                while (running && gate.isOpen()) {
                    try {
                        return arrived.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (TimeoutException _) {
                        // Looks again whether it should wait.
                    }
                }
                return null;
            } catch (ExecutionException e) {
                throw new IOException("no delivery can come", e.getCause());
            }
        }

        /**
         * Cancels first, so that no other delivery follows this one, and not before: a quorum queue whose node goes down
         * delivers again what its consumers had, but not what those had that were cancelled. Where the channel has been
         * closed meanwhile, the delivery comes again, and is found done.
         */
        void acknowledge(Delivery delivery) throws IOException {
            try {
                cancel();
                channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            } catch (AlreadyClosedException e) {
                log.atDebug().setCause(e).log("the broker delivers again what has been done");
            }
        }

        private void cancel() {
            try {
                channel.basicCancel(consumer);
            } catch (IOException _) {
                // The broker has cancelled it already.
            }
        }

        /** The broker takes back what has not been acknowledged, and whatever came after it. */
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException | TimeoutException | RuntimeException _) {
                // It is closed already.
            }
        }
    }
}
