import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * The bare RabbitMQ client on the queue of creates: {@code size}, {@code purge}, or
 * {@code publish BYTES PUBLISHERS SECONDS}, each publisher waiting for the confirm of each message.
 */
class Broker {
    private static final String QUEUE = "preview.provision";

    /** Of the same kind; ours is bounded, and the bare client would fill it. */
    private static final String OWN_QUEUE = "benchmark.publishes";

    public static void main(String[] arguments) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(System.getenv("RABBITMQ_URL"));
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            switch (arguments[0]) {
                case "size" -> {
                    var first = channel.basicGet(QUEUE, false);
                    System.out.println(first.getBody().length);
                    channel.basicNack(first.getEnvelope().getDeliveryTag(), false, true);
                }
                case "purge" -> System.out.println(channel.queuePurge(QUEUE).getMessageCount());
                case "publish" -> {
                    channel.queueDeclare(OWN_QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
                    publish(
                            factory,
                            Integer.parseInt(arguments[1]),
                            Integer.parseInt(arguments[2]),
                            Integer.parseInt(arguments[3]));
                    channel.queueDelete(OWN_QUEUE);
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /** All on one connection, as the gateway's publishers are; the first two seconds warm up. */
    private static void publish(ConnectionFactory factory, int bytes, int publishers, int seconds) throws Exception {
        var body = new byte[bytes];
        var start = System.nanoTime() + 2_000_000_000L;
        var end = start + seconds * 1_000_000_000L;
        long confirmed = 0;
        try (var connection = factory.newConnection();
                var threads = Executors.newFixedThreadPool(publishers)) {
            var all = new ArrayList<Callable<Long>>();
            for (int i = 0; i < publishers; i++) {
                all.add(() -> {
                    long count = 0;
                    try (var channel = connection.createChannel()) {
                        channel.confirmSelect();
                        while (System.nanoTime() < end) {
                            channel.basicPublish("", OWN_QUEUE, true, MessageProperties.PERSISTENT_BASIC, body);
                            channel.waitForConfirmsOrDie(10_000);
                            count += System.nanoTime() > start ? 1 : 0;
                        }
                    }
                    return count;
                });
            }
            for (var counted : threads.invokeAll(List.copyOf(all))) {
                confirmed += counted.get();
            }
        }
        System.out.println((double) confirmed / seconds);
    }
}
