package dev.midori.preview.gateway.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.RetryDelay;
import dev.midori.preview.messaging.amqp.CommandCodec;
import dev.midori.preview.messaging.amqp.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageBuilderSupport;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.JsonNode;

/** Dead letters on a real broker, as operators reach them. */
@ExtendWith(OneGateway.class)
class DeadLettersIT {
    private static final String PATH = "/api/preview/dead-letters";
    private static final byte[] UNREADABLE = {0, 1, 2, (byte) 0xff, '{'};
    private static final String SECRET = "the-content-of-a-file";

    private final GatewayUnderTest gateway;
    private final Http http;
    private final RabbitTemplate rabbit;
    private final Map<String, byte[]> bodies = new HashMap<>();

    DeadLettersIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
        this.rabbit = gateway.bean(RabbitTemplate.class);
    }

    /** The create that somebody asked for, as a worker puts it among the dead letters. */
    private String parked(String reason, Duration ago) {
        http.createAsync(Http.CREATE.replace("ก", SECRET + UUID.randomUUID()));
        var create = Objects.requireNonNull(rabbit.receive(Queues.PROVISION));
        var then = Clock.systemUTC().instant().minus(ago).toEpochMilli();
        return park(MessageBuilder.fromMessage(create)
                .setHeader(Headers.REASON, reason)
                .setHeader(Headers.QUEUE, Queues.PROVISION)
                .setHeader(Headers.ATTEMPT, 4)
                .setHeader(Headers.FIRST_FAILED_AT, then)
                .setHeader(Headers.LAST_FAILED_AT, then)
                .setHeader("x-death", List.of(Map.of("count", 1L))));
    }

    private String park(MessageBuilderSupport<Message> message) {
        var id = UUID.randomUUID().toString();
        var letter = message.setHeader(Headers.COPY_ID, id)
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                .build();
        bodies.put(id, letter.getBody());
        rabbit.send(Queues.DEAD_LETTER_EXCHANGE, Queues.PROVISION, letter);
        return id;
    }

    private String unreadable() {
        return park(MessageBuilder.withBody(UNREADABLE)
                .setContentEncoding("gzip")
                .setHeader(Headers.REASON, "UNREADABLE")
                .setHeader(Headers.QUEUE, Queues.PROVISION));
    }

    /** As the broker itself puts it aside, after it had waited for another attempt. */
    @Test
    void whatTheBrokerPutAsideAfterAnAttemptGoesBackToItsQueue() {
        http.createAsync(Http.CREATE);
        var create = Objects.requireNonNull(rabbit.receive(Queues.PROVISION));
        park(MessageBuilder.fromMessage(create)
                .setHeader("x-first-death-queue", RetryDelay.SHORT.queue())
                .setHeader("x-death", List.of(Map.of("count", 1L))));

        assertThat(listed("").getFirst().path("queue").asString()).isEqualTo(Queues.PROVISION);
        assertThat(http.post(PATH + "/replay", "{}").json().path("replayed").asInt())
                .isEqualTo(1);
        assertThat(rabbit.receive(Queues.PROVISION)).isNotNull();
    }

    @Test
    void onlyWhatWasPutBackIsCounted() {
        park(MessageBuilder.withBody(UNREADABLE).setHeader(Headers.QUEUE, "somebody-elses"));

        assertThat(http.post(PATH + "/replay", "{}").json().path("replayed").asInt())
                .isZero();
        assertThat(depth()).isEqualTo(1);
    }

    private List<JsonNode> listed(String query) {
        return http.get(PATH + query).json().path("deadLetters").valueStream().toList();
    }

    private List<String> ids() {
        return listed("").stream().map(letter -> letter.path("id").asString()).toList();
    }

    private long depth() {
        return Objects.requireNonNull(gateway.bean(RabbitAdmin.class).getQueueInfo(Queues.DEAD_LETTERS))
                .getMessageCount();
    }

    @Test
    void eachIsToldWithWhatAnOperatorNeedsAndNothingOfItsFiles() {
        var id = parked("SANDBOX_CREATION_FAILED", Duration.ofMinutes(10));

        var answer = http.get(PATH);

        assertThat(answer.status()).isEqualTo(200);
        var letter = answer.json().path("deadLetters").get(0);
        assertThat(letter.path("id").asString()).isEqualTo(id);
        assertThat(letter.path("command").asString()).isEqualTo("CreateSandbox");
        assertThat(letter.path("sandboxId").asString()).startsWith("sb_");
        assertThat(letter.path("reason").asString()).isEqualTo("SANDBOX_CREATION_FAILED");
        assertThat(letter.path("attempts").asInt()).isEqualTo(4);
        assertThat(letter.path("firstFailedAt").asString()).isNotBlank();
        assertThat(letter.path("ageSeconds").asInt()).isBetween(600, 610);
        assertThat(letter.path("size").asInt()).isPositive();
        assertThat(letter.path("details").path("projectId").asString()).isEqualTo("cafe");
        assertThat(answer.response().body()).doesNotContain(SECRET);
        assertThat(http.get(PATH + "/" + id).json().path("deadLetter")).isEqualTo(letter);
    }

    @Test
    void lookingAnyNumberOfTimesLosesNoneAndKeepsTheirOrder() {
        var ids = IntStream.range(0, 5)
                .mapToObj(n -> parked("REASON_" + n, Duration.ofMinutes(10 - n)))
                .toList();

        for (int i = 0; i < 15; i++) {
            assertThat(ids()).containsExactlyElementsOf(ids);
        }
        assertThat(listed("?limit=2")).hasSize(2);
        assertThat(listed("?reason=REASON_3"))
                .extracting(letter -> letter.path("id").asString())
                .containsExactly(ids.get(3));
        await().until(() -> depth() == 5);
    }

    @Test
    void manyLookersAtOnceSeeThemAll() {
        IntStream.range(0, 20).forEach(_ -> parked("BUILD", Duration.ZERO));

        try (var lookers = Executors.newVirtualThreadPerTaskExecutor()) {
            var looks = IntStream.range(0, 10)
                    .mapToObj(_ -> lookers.submit(() -> listed("").size()))
                    .toList();

            assertThat(looks)
                    .allSatisfy(look -> assertThat(look)
                            .succeedsWithin(Duration.ofSeconds(20))
                            .isEqualTo(20));
        }
        await().until(() -> depth() == 20);
    }

    @Test
    void oneThatIsReplayedIsANewRunWithItsOwnReplayId() {
        parked("ANOTHER", Duration.ZERO);
        var id = parked("SANDBOX_CREATION_FAILED", Duration.ZERO);
        var original = bodies.get(id);

        var answer = http.post(PATH + "/" + id + "/replay", "");

        assertThat(answer.json().path("replayed").asInt()).isEqualTo(1);
        var replayed = Objects.requireNonNull(rabbit.receive(Queues.PROVISION, 5000));
        assertThat(replayed.getBody()).isEqualTo(original);
        assertThat(replayed.getMessageProperties().getHeaders())
                .containsEntry(Headers.REPLAY_ID, id)
                .containsEntry(Headers.ATTEMPT, 1)
                .doesNotContainKeys(Headers.REASON, Headers.FIRST_FAILED_AT, "x-death", "x-first-death-queue");
        assertThat(gateway.bean(CommandCodec.class).decode(replayed)).isInstanceOf(CreateSandbox.class);
        assertThat(ids()).doesNotContain(id).hasSize(1);
        assertThat(http.post(PATH + "/" + id + "/replay", "").status()).isEqualTo(404);
    }

    @Test
    void aDryRunSaysHowManyItWouldBe() {
        parked("A", Duration.ofHours(2));
        parked("A", Duration.ofMinutes(1));
        parked("B", Duration.ofHours(2));

        var request = "{\"reason\":\"A\",\"olderThan\":\"PT1H\",\"dryRun\":%s}";

        assertThat(http.post(PATH + "/replay", request.formatted(true))
                        .json()
                        .path("replayed")
                        .asInt())
                .isEqualTo(1);
        await().until(() -> depth() == 3);
        assertThat(http.post(PATH + "/replay", request.formatted(false))
                        .json()
                        .path("replayed")
                        .asInt())
                .isEqualTo(1);
        await().until(() -> depth() == 2);
        assertThat(http.post(PATH + "/replay", "{\"limit\":1}")
                        .json()
                        .path("replayed")
                        .asInt())
                .isEqualTo(1);
        await().until(() -> depth() == 1);
    }

    @Test
    void whatNobodyCanReadIsKeptAndReplayedByteForByte() {
        var id = unreadable();
        assertThat(listed("").getFirst().path("command").asString()).isEqualTo("unknown");

        http.post(PATH + "/" + id + "/replay", "");

        assertThat(Objects.requireNonNull(rabbit.receive(Queues.PROVISION, 5000))
                        .getBody())
                .isEqualTo(UNREADABLE);
    }

    @Test
    void oneOfNoQueueOfOursStaysWhereItIs() {
        var id = park(MessageBuilder.withBody("{}".getBytes(StandardCharsets.UTF_8))
                .setHeader(Headers.QUEUE, "somewhere.else"));

        http.post(PATH + "/" + id + "/replay", "");

        assertThat(ids()).containsExactly(id);
    }

    @Test
    void oneThatIsDiscardedIsGone() {
        var id = parked("A", Duration.ZERO);
        var other = parked("B", Duration.ZERO);

        assertThat(http.delete(PATH + "/" + id)
                        .json()
                        .path("deadLetter")
                        .path("reason")
                        .asString())
                .isEqualTo("A");

        assertThat(ids()).containsExactly(other);
        assertThat(http.delete(PATH + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void badRequestsNameTheField() {
        assertThat(http.get(PATH + "?limit=0").text("error")).contains("limit");
        assertThat(http.get(PATH + "?limit=101").status()).isEqualTo(400);
        assertThat(http.post(PATH + "/replay", "{\"olderThan\":\"yesterday\"}").text("error"))
                .contains("olderThan");
        assertThat(http.post(PATH + "/replay", "{\"limit\":\"many\"}").status()).isEqualTo(400);
        assertThat(http.get(PATH + "/nothing").text("code")).isEqualTo("DEAD_LETTER_NOT_FOUND");
    }
}
