package dev.midori.preview.messaging.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.ConnectionFactory;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.command.ReadFiles;
import dev.midori.preview.command.Reply;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.RetryDelay;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.testing.TestRabbit;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Binding.DestinationType;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** What the topology and the publisher promise, asked of a real broker. */
class BrokerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final CreateSandbox CREATE = new CreateSandbox(
            1,
            new SandboxId("sb_070123456789ab0123456789abcdef"),
            new UserId("anna"),
            new ProjectId("cafe"),
            Instant.EPOCH,
            1,
            "hash",
            List.of(new ProjectFile("package.json", "{}")));

    private static TestRabbit broker;
    private static CachingConnectionFactory connections;
    private static RabbitTemplate rabbit;
    private static RabbitAdmin admin;

    private final CommandCodec codec = new CommandCodec(JsonMapper.shared());
    private ConfirmedSender sender;
    private AmqpCommands commands;

    @BeforeAll
    static void start() {
        broker = TestRabbit.start();
        connections = new CachingConnectionFactory(URI.create(broker.url()));
        connections.setPublisherConfirmType(ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        rabbit = new RabbitTemplate(connections);
        rabbit.setMandatory(true);
        admin = new RabbitAdmin(connections);
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        broker.close();
    }

    @BeforeEach
    void connect() {
        sender = new ConfirmedSender(rabbit, TIMEOUT);
        commands = new AmqpCommands(codec, sender, rabbit);
        declare();
    }

    private static void declare() {
        try (var context = new GenericApplicationContext()) {
            context.registerBean("topology", Declarables.class, Topology::declarables);
            context.refresh();
            admin.setApplicationContext(context);
            admin.initialize();
        }
    }

    @AfterEach
    void empty() {
        queues().forEach(queue -> admin.purgeQueue(queue.getName()));
    }

    private static List<Queue> queues() {
        return Topology.declarables().getDeclarables().stream()
                .filter(Queue.class::isInstance)
                .map(Queue.class::cast)
                .toList();
    }

    @Test
    void everyQueueCanBeDeclaredAgainByTheNextServiceThatStarts() {
        declare();

        assertThat(queues())
                .hasSize(10)
                .allSatisfy(
                        queue -> assertThat(admin.getQueueInfo(queue.getName())).isNotNull());
    }

    @Test
    void noQueueIsOfAKindThatNewerBrokersRefuse() {
        assertThat(queues()).allSatisfy(queue -> {
            assertThat(queue.isDurable()).isTrue();
            assertThat(queue.isExclusive()).isFalse();
            assertThat(queue.isAutoDelete()).isFalse();
        });
    }

    @Test
    void workIsKeptOnQuorumQueuesWithANetAndRefusedAtTheDoorWhenFull() {
        assertThat(queues())
                .filteredOn(queue ->
                        List.of(Queues.PROVISION, Queues.STOP, Queues.UPDATE).contains(queue.getName()))
                .hasSize(3)
                .allSatisfy(queue -> assertThat(queue.getArguments())
                        .containsEntry("x-queue-type", "quorum")
                        .containsEntry("x-delivery-limit", 1000)
                        .containsEntry("x-overflow", "reject-publish")
                        .containsEntry("x-dead-letter-strategy", "at-least-once")
                        .containsKey("x-max-length"));
    }

    @Test
    void aPublishedCommandIsOnItsQueueAndPersistent() {
        commands.publish(CREATE);

        var message = receive(Queues.PROVISION);
        assertThat(codec.decode(message)).isEqualTo(CREATE);
        assertThat(message.getMessageProperties().getReceivedDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
        assertThat(message.getMessageProperties().getContentEncoding()).isEqualTo("gzip");
        assertThat(message.getMessageProperties().getMessageId()).isNotBlank();
        assertThat((String) message.getMessageProperties().getHeader(Headers.COPY_ID))
                .isNotBlank();
    }

    @Test
    void eachPublishIsACopyOfItsOwn() {
        commands.publish(CREATE);
        commands.publish(CREATE);

        var first = receive(Queues.PROVISION).getMessageProperties();
        var second = receive(Queues.PROVISION).getMessageProperties();

        assertThat((String) first.getHeader(Headers.COPY_ID)).isNotEqualTo(second.getHeader(Headers.COPY_ID));
    }

    @Test
    void aCommandThatNoQueueTookIsAnErrorAlthoughTheBrokerConfirmedIt() {
        admin.removeBinding(
                new Binding(Queues.PROVISION, DestinationType.QUEUE, Queues.WORK_EXCHANGE, Queues.PROVISION, null));

        assertThatExceptionOfType(NotQueuedException.class)
                .isThrownBy(() -> commands.publish(CREATE))
                .withMessageContaining("no queue took it");
    }

    @Test
    void aBrokerThatIsAwayIsAnErrorSoon() {
        var nowhere = new CachingConnectionFactory("127.0.0.1", 1);
        nowhere.setPublisherConfirmType(ConfirmType.CORRELATED);
        var unreachable = new ConfirmedSender(new RabbitTemplate(nowhere), TIMEOUT);

        assertThatExceptionOfType(NotQueuedException.class)
                .isThrownBy(() -> unreachable.send(Queues.WORK_EXCHANGE, Queues.PROVISION, codec.encode(CREATE)));
    }

    @Test
    void aWaitingMessageComesBackToTheQueueThatItCameFrom() {
        var quick = like(RetryDelay.SHORT.queue(), "quick", "x-message-ttl", 50);
        admin.declareBinding(new Binding(quick.getName(), DestinationType.QUEUE, RetryDelay.SHORT.queue(), "", null));

        sender.send(RetryDelay.SHORT.queue(), Queues.STOP, codec.encode(CREATE));

        assertThat(codec.decode(receive(Queues.STOP))).isEqualTo(CREATE);
    }

    /** A queue like that one, but for an argument. */
    private static Queue like(String original, String name, String argument, Object value) {
        var arguments = new HashMap<String, @Nullable Object>(queues().stream()
                .filter(queue -> queue.getName().equals(original))
                .findFirst()
                .orElseThrow()
                .getArguments());
        arguments.put(argument, value);
        var queue = new Queue(name, true, false, false, arguments);
        admin.declareQueue(queue);
        return queue;
    }

    @Test
    void aMessageThatCrashesItsWorkersEndsAmongTheDeadLettersByteForByte() {
        var fragile = like(Queues.PROVISION, "fragile", "x-delivery-limit", 10).getName();
        var body = "not a command".getBytes(StandardCharsets.UTF_8);
        sender.send(
                "",
                fragile,
                MessageBuilder.withBody(body)
                        .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                        .build());

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            crashOnce(fragile);
            return depth(Queues.DEAD_LETTERS) == 1;
        });

        assertThat(receive(Queues.DEAD_LETTERS).getBody()).isEqualTo(body);
        assertThat(depth(fragile)).isZero();
    }

    /** Takes the message and is gone. Giving it back would not do: from 4.3 on, a nack no longer counts as a failure. */
    private static void crashOnce(String queue) throws Exception {
        var worker = new ConnectionFactory();
        worker.setUri(broker.url());
        try (var connection = worker.newConnection()) {
            connection.createChannel().basicGet(queue, false);
        }
    }

    @Test
    void deadLettersMayBeLookedAtMoreOftenThanWorkMayFail() {
        sender.send(Queues.DEAD_LETTER_EXCHANGE, Queues.PROVISION, codec.encode(CREATE));

        for (int look = 0; look < 30; look++) {
            await().until(() -> Boolean.TRUE.equals(rabbit.execute(channel -> {
                var delivery = channel.basicGet(Queues.DEAD_LETTERS, false);
                if (delivery == null) {
                    return false;
                }
                channel.basicNack(delivery.getEnvelope().getDeliveryTag(), false, true);
                return true;
            })));
        }

        assertThat(codec.decode(receive(Queues.DEAD_LETTERS))).isEqualTo(CREATE);
    }

    @Test
    void acceptedCommandsAndWhatComesDueMeanwhileSurviveARestartOfTheBroker() {
        commands.publish(CREATE);
        sender.send(RetryDelay.LONG.queue(), Queues.PROVISION, codec.encode(CREATE));
        var waiting = IntStream.range(0, 400).mapToObj(n -> "job-" + n).toList();
        for (int n = 0; n < waiting.size(); n++) {
            sender.send(
                    RetryDelay.SHORT.queue(),
                    Queues.PROVISION,
                    MessageBuilder.withBody(new byte[0])
                            .setMessageId(waiting.get(n))
                            .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                            .setExpiration(Integer.toString(500 + 20 * n))
                            .build());
        }
        await().until(() -> depth(Queues.PROVISION) > 1);

        broker.restart();
        connections.resetConnection();

        var back = new HashSet<String>();
        await().atMost(Duration.ofSeconds(40)).ignoreExceptions().until(() -> {
            for (var message = rabbit.receive(Queues.PROVISION); message != null; ) {
                back.add(message.getMessageProperties().getMessageId());
                message = rabbit.receive(Queues.PROVISION);
            }
            return back.size() == waiting.size() + 1;
        });
        await().untilAsserted(() -> {
            assertThat(depth(RetryDelay.SHORT.queue())).isZero();
            assertThat(depth(RetryDelay.LONG.queue())).isEqualTo(1);
        });
    }

    /** What is asked of a worker, by as many as like. */
    @Nested
    class ARequest {
        private static final ReadFiles READ =
                new ReadFiles(1, CREATE.sandboxId(), CREATE.userId(), Instant.EPOCH, null);

        private AmqpRequests requests;

        @BeforeEach
        void open() {
            requests = new AmqpRequests(codec, rabbit);
        }

        @AfterEach
        void close() throws Exception {
            requests.destroy();
        }

        private void answerNext(Reply reply) {
            var asked = receive(Queues.UPDATE).getMessageProperties();
            var answer = codec.encode(reply);
            answer.getMessageProperties().setCorrelationId(asked.getCorrelationId());
            new RabbitTemplate(connections).send("", Objects.requireNonNull(asked.getReplyTo()), answer);
        }

        @Test
        void isAnsweredHoweverManyWaitForTheirs() {
            var unanswered = IntStream.range(0, 400)
                    .mapToObj(_ -> requests.begin(READ, Duration.ofMinutes(5)))
                    .toList();
            admin.purgeQueue(Queues.UPDATE);
            var asked = requests.begin(READ, Duration.ofMinutes(5));

            answerNext(new Reply.FilesListed(List.of("a.txt")));

            assertThat(asked.await()).contains(new Reply.FilesListed(List.of("a.txt")));
            assertThat(unanswered).hasSize(400);
        }

        @Test
        void thatNobodyAnswersIsOverInTime() {
            assertThat(requests.begin(READ, Duration.ofSeconds(2)).await()).isEmpty();
        }

        @Test
        void thatNoQueueTakesIsRefused() {
            admin.removeBinding(
                    new Binding(Queues.UPDATE, DestinationType.QUEUE, Queues.WORK_EXCHANGE, Queues.UPDATE, null));

            assertThatExceptionOfType(NotQueuedException.class)
                    .isThrownBy(() -> requests.begin(READ, TIMEOUT))
                    .withMessageContaining("no queue took it");
        }

        @Test
        void isNobodysOnceTheBrokerIsGoneAndTheNextOneIsAnsweredAgain() {
            var asked = requests.begin(READ, Duration.ofMinutes(5));

            connections.resetConnection();

            assertThatExceptionOfType(NotQueuedException.class).isThrownBy(asked::await);
            admin.purgeQueue(Queues.UPDATE);
            var next = requests.begin(READ, Duration.ofMinutes(5));
            answerNext(new Reply.FilesListed(List.of()));
            assertThat(next.await()).contains(new Reply.FilesListed(List.of()));
        }

        @Test
        void isRefusedSoonWhereThereIsNoBroker() {
            var nowhere = new CachingConnectionFactory("127.0.0.1", 1);
            nowhere.setPublisherConfirmType(ConfirmType.CORRELATED);
            var unreachable = new AmqpRequests(codec, new RabbitTemplate(nowhere));

            assertThatExceptionOfType(NotQueuedException.class).isThrownBy(() -> unreachable.begin(READ, TIMEOUT));
        }
    }

    @Test
    void aBeatIsNotKeptOnDisk() {
        commands.send(new Heartbeat(
                1, CREATE.sandboxId(), CREATE.userId(), Instant.EPOCH, Duration.ofMinutes(5), true, "heartbeat"));

        assertThat(receive(Queues.HEARTBEAT).getMessageProperties().getReceivedDeliveryMode())
                .isEqualTo(MessageDeliveryMode.NON_PERSISTENT);
    }

    private static Message receive(String queue) {
        return Objects.requireNonNull(rabbit.receive(queue, TIMEOUT.toMillis()), queue + " stayed empty");
    }

    private static long depth(String queue) {
        return Objects.requireNonNull(admin.getQueueInfo(queue)).getMessageCount();
    }
}
