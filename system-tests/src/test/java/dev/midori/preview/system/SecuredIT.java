package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import dev.midori.preview.testing.ManagedProcess;
import dev.midori.preview.testing.Ports;
import dev.midori.preview.testing.TemporaryFolder;
import dev.midori.preview.testing.TestAuthority;
import dev.midori.preview.testing.TestRabbit;
import dev.midori.preview.testing.TestRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * The system as it is run in earnest: RabbitMQ and Redis speak TLS with certificates of an authority of one's own, each service
 * has a user of its own with the permissions of {@code deploy/rabbitmq}, and nobody declares anything.
 */
class SecuredIT {
    private static final List<String> USERS = List.of("gateway", "worker", "reaper");
    private static final Map<String, String> PASSWORDS =
            Map.of("gateway", password(), "worker", password(), "reaper", password(), "redis", password());
    private static final Map<String, Object> PROJECT = Map.of(
            "projectId",
            "secured",
            "files",
            List.of(Map.of("path", "package.json", "content", "{}"), Map.of("path", "a.txt", "content", "a")));

    private static TemporaryFolder folder;
    private static TestAuthority authority;
    private static TraceCollector traces;
    private static TestRabbit rabbit;
    private static int rabbitPort;
    private static MidoriSystem midori;

    private static String password() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String passwordOf(String user) {
        return Objects.requireNonNull(PASSWORDS.get(user));
    }

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                TestRabbit.canBeAProcess() && TestRedis.canBeAProcess(),
                "RabbitMQ and Redis are not installed on this machine, and need files of their own here");
        folder = TemporaryFolder.create("secured");
        authority = TestAuthority.create();
        traces = TraceCollector.start();
        rabbit = startRabbit();
        var redisPort = Ports.free();
        var redis = startRedis(redisPort);
        midori = MidoriSystem.simulatedOn(
                List.of(redis, rabbit),
                Map.of(
                        "REDIS_URL", "rediss://preview:%s@127.0.0.1:%d".formatted(passwordOf("redis"), redisPort),
                        "SPRING_SSL_BUNDLE_PEM_SERVERS_TRUSTSTORE_CERTIFICATE", "file:" + authority.certificate(),
                        "SPRING_RABBITMQ_SSL_BUNDLE", "servers",
                        "SPRING_DATA_REDIS_SSL_BUNDLE", "servers",
                        "PREVIEW_MESSAGING_DECLARE", "false",
                        "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT", traces.endpoint(),
                        "LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs"),
                Map.of(
                        "api-gateway", Map.of("RABBITMQ_URL", urlOf("gateway")),
                        "provision-worker", Map.of("RABBITMQ_URL", urlOf("worker")),
                        "reaper-worker", Map.of("RABBITMQ_URL", urlOf("reaper"))));
        midori.startWorker(Map.of());
    }

    private static TestRabbit startRabbit() throws IOException {
        rabbitPort = Ports.free();
        var file = folder.path().resolve("definitions.json");
        Files.writeString(file, definitions().toString());
        return TestRabbit.start(List.of(
                "load_definitions = " + file,
                "listeners.ssl.local = 127.0.0.1:" + rabbitPort,
                "ssl_options.cacertfile = " + authority.certificate(),
                "ssl_options.certfile = " + authority.serverCertificate(),
                "ssl_options.keyfile = " + authority.serverKey(),
                "ssl_options.verify = verify_none"));
    }

    /** As an operator makes them, with one user more, for the test to look around as. */
    private static ObjectNode definitions() {
        var log = folder.path().resolve("definitions.log");
        var command =
                List.of(Service.root().resolve("deploy/broker-definitions").toString());
        var passwords = Map.of(
                "RABBITMQ_GATEWAY_PASSWORD", passwordOf("gateway"),
                "RABBITMQ_WORKER_PASSWORD", passwordOf("worker"),
                "RABBITMQ_REAPER_PASSWORD", passwordOf("reaper"));
        try (var tool = ManagedProcess.start("broker-definitions", command, passwords, folder.path(), log)) {
            tool.awaitEnd();
            assertThat(tool.log()).doesNotContain(PASSWORDS.values());
            var definitions = (ObjectNode) Http.JSON.readTree(tool.log());
            addGuest(definitions);
            return definitions;
        }
    }

    /** Somebody who may look at everything, as the tests' own clients do. */
    static void addGuest(ObjectNode definitions) {
        definitions.withArray("vhosts").addObject().put("name", "/");
        definitions
                .withArray("users")
                .addObject()
                .put("name", "guest")
                .put("password", "guest")
                .putArray("tags")
                .add("administrator");
        for (var vhost : List.of("/", "preview")) {
            definitions
                    .withArray("permissions")
                    .addObject()
                    .put("user", "guest")
                    .put("vhost", vhost)
                    .put("configure", ".*")
                    .put("write", ".*")
                    .put("read", ".*");
        }
    }

    private static TestRedis startRedis(int port) {
        return TestRedis.start(List.of(
                "--tls-port",
                Integer.toString(port),
                "--tls-ca-cert-file",
                authority.certificate().toString(),
                "--tls-cert-file",
                authority.serverCertificate().toString(),
                "--tls-key-file",
                authority.serverKey().toString(),
                "--tls-auth-clients",
                "no",
                "--user",
                "preview",
                "on",
                ">" + passwordOf("redis"),
                "~preview:*",
                "&preview:*",
                "+@all",
                "-@admin",
                "-@dangerous",
                "+info"));
    }

    private static String urlOf(String user) {
        return "amqps://%s:%s@127.0.0.1:%d/preview".formatted(user, passwordOf(user), rabbitPort);
    }

    @AfterAll
    static void stop() {
        if (midori != null) {
            midori.close();
        }
        if (authority != null) {
            authority.close();
        }
        if (folder != null) {
            traces.close();
            folder.close();
        }
    }

    @Test
    void everythingThatServicesDoTheyMayDo() {
        midori.faults(List.of(Map.of("operation", "CREATE", "status", 502, "times", 1)));
        var id = midori.create(Http.JSON.valueToTree(PROJECT));
        assertThat(midori.awaitSettled(id).path("status").asString())
                .as("after a retry through a wait queue")
                .isEqualTo("running");

        assertThat(midori.beat(id).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(midori.api("/api/preview/cleanup")
                                .json()
                                .path("stats")
                                .path("heartbeatLagSeconds")
                                .isNumber())
                        .as("that heartbeats are applied, and operators answered")
                        .isTrue());
        assertThat(ops("cleanup", "memory")).contains("[MEMORY] stock taken");
        assertThat(midori.api("/api/preview/daytona/files?sandboxId=" + id).statusCode())
                .as("a request to a worker and its answer")
                .isEqualTo(200);

        assertThat(ops("status")).contains("1 running", "sweeps on", "preview.provision", "worker-");
        assertThat(ops("sandboxes", "--status", "running")).contains(id, "secured");
        assertThat(ops("stop", id)).isEqualTo("stopping");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).isEmpty());
    }

    /** As operators do it. */
    private static String ops(String... words) {
        var log = folder.path().resolve("ops-%s.log".formatted(UUID.randomUUID()));
        var command = Stream.concat(
                        Stream.of(Service.root().resolve("deploy/ops").toString()), Stream.of(words))
                .toList();
        var gateway = Map.of("GATEWAY", midori.url("").toString());
        try (var tool = ManagedProcess.start("ops", command, gateway, folder.path(), log)) {
            tool.awaitEnd();
            return tool.log().strip();
        }
    }

    @Test
    void deadLettersAreKeptSeenAndDiscarded() throws Exception {
        try (var connection = connectionOf("guest", "guest");
                var channel = connection.createChannel()) {
            publish(channel, "", "preview.provision");
        }

        var letter = await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> midori.api("/api/preview/dead-letters")
                                .json()
                                .path("deadLetters")
                                .path(0),
                        found -> found.path("reason").asString("").equals("UNREADABLE"));
        assertThat(Http.delete(midori.url(
                                "/api/preview/dead-letters/" + letter.path("id").asString()))
                        .statusCode())
                .isEqualTo(200);
    }

    private static com.rabbitmq.client.Connection connectionOf(String user, String password) throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(rabbit.port());
        factory.setVirtualHost("preview");
        factory.setUsername(user);
        factory.setPassword(password);
        return factory.newConnection();
    }

    private static void publish(Channel channel, String exchange, String routingKey) throws Exception {
        channel.confirmSelect();
        channel.basicPublish(
                exchange, routingKey, MessageProperties.PERSISTENT_BASIC, "?".getBytes(StandardCharsets.US_ASCII));
        channel.waitForConfirmsOrDie(5000);
    }

    @FunctionalInterface
    interface Attempt {
        void on(Channel channel) throws Exception;
    }

    private static Attempt publishing(String exchange) {
        return channel -> publish(channel, exchange, "preview.stop");
    }

    private static Attempt consuming(String queue) {
        return channel -> channel.basicConsume(queue, true, new DefaultConsumer(channel));
    }

    private static Attempt purging(String queue) {
        return channel -> channel.queuePurge(queue);
    }

    private static Attempt deleting(String queue) {
        return channel -> channel.queueDelete(queue);
    }

    private static Attempt declaring(String queue) {
        return channel -> channel.queueDeclare(queue, true, false, false, Map.of());
    }

    static Stream<Arguments> foreignThings() {
        return Stream.of(
                Arguments.of("gateway", "publish to the dead letters", publishing("preview.dead")),
                Arguments.of("gateway", "publish to a wait queue", publishing("preview.retry.10s")),
                Arguments.of("gateway", "publish past the work exchange", publishing("")),
                Arguments.of("gateway", "take jobs", consuming("preview.provision")),
                Arguments.of("gateway", "take stops", consuming("preview.stop")),
                Arguments.of("gateway", "take heartbeats", consuming("preview.heartbeat")),
                Arguments.of("gateway", "throw jobs away", purging("preview.provision")),
                Arguments.of("gateway", "remove a queue", deleting("preview.provision")),
                Arguments.of("gateway", "declare a queue", declaring("preview.mine")),
                Arguments.of("worker", "take heartbeats", consuming("preview.heartbeat")),
                Arguments.of("worker", "take operators' commands", consuming("preview.cleanup")),
                Arguments.of("worker", "take dead letters", consuming("preview.dead-letters")),
                Arguments.of("worker", "publish to an exchange of everybody's", publishing("amq.fanout")),
                Arguments.of("worker", "remove a queue", deleting("preview.stop")),
                Arguments.of("worker", "declare a queue", declaring("preview.mine")),
                Arguments.of("reaper", "publish to the dead letters", publishing("preview.dead")),
                Arguments.of("reaper", "publish to a wait queue", publishing("preview.retry.60s")),
                Arguments.of("reaper", "take jobs", consuming("preview.provision")),
                Arguments.of("reaper", "take dead letters", consuming("preview.dead-letters")),
                Arguments.of("reaper", "throw stops away", purging("preview.stop")),
                Arguments.of("reaper", "declare a queue", declaring("preview.mine")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("foreignThings")
    void mayNotDoWhatIsAnothers(String user, String what, Attempt attempt) throws Exception {
        try (var connection = connectionOf(user, passwordOf(user))) {
            var channel = connection.createChannel();

            assertThatThrownBy(() -> attempt.on(channel))
                    .as(what)
                    .satisfies(failure -> assertThat(replyCode(failure)).isEqualTo(AMQP.ACCESS_REFUSED));
        }
    }

    private static int replyCode(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException closed
                    && closed.getReason() instanceof AMQP.Channel.Close reason) {
                return reason.getReplyCode();
            }
        }
        return 0;
    }

    @Test
    void nobodyGetsInWithoutAPassword() {
        assertThat(USERS)
                .allSatisfy(user ->
                        assertThatThrownBy(() -> connectionOf(user, "wrong")).hasMessageContaining("ACCESS_REFUSED"));
    }

    @Test
    void aServerThatAnotherAuthorityVouchesForIsNotBelieved() {
        try (var other = TestAuthority.create()) {
            assertThatThrownBy(() -> midori.startReaper(Map.of(
                            "SPRING_SSL_BUNDLE_PEM_SERVERS_TRUSTSTORE_CERTIFICATE", "file:" + other.certificate())))
                    .hasMessageContaining("Redis can't be reached")
                    .hasMessageContaining("Signature does not match")
                    .message()
                    .doesNotContain(PASSWORDS.values());
        }
    }

    @Test
    void logsAreObjectsThatNameTheirSandboxAndTrace() {
        var id = midori.create(Http.JSON.valueToTree(PROJECT));
        midori.awaitSettled(id);

        var lines = midori.logs().lines().filter(line -> line.contains(id)).toList();

        assertThat(lines)
                .filteredOn(line -> line.contains("job taken"))
                .hasSize(1)
                .allSatisfy(line -> {
                    var object = Http.JSON.readTree(line);
                    assertThat(object.path("sandboxId").asString()).isEqualTo(id);
                    assertThat(object.path("message").asString()).isEqualTo("job taken");
                    assertThat(object.path("service").path("name").asString()).isEqualTo("provision-worker");
                    assertThat(line).containsPattern("\"trace_?(\\.)?[iI]d\"");
                });
        midori.stop(id);
    }

    @Test
    void oneTraceLeadsFromTheCallThroughTheMessageToDaytona() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var caller = "00f067aa0ba902b7";
        var user = "traced";

        var id = midori.createFor(user, PROJECT, "traceparent", "00-%s-%s-01".formatted(trace, caller))
                .json()
                .path("sandboxId")
                .asString();

        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        midori.statusFor(user, id).path("status").asString().equals("running"));
        // They come in batches, those of the longest work last.
        var spans = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> traces.spansOf(trace),
                        all -> isWhole(all, caller) && all.stream().anyMatch(isOf("provision-worker")));
        assertThat(spans.stream()
                        .filter(isOf("api-gateway"))
                        .filter(span -> span.parent().equals(caller)))
                .singleElement()
                .satisfies(span -> assertThat(span.kind()).isEqualTo("SPAN_KIND_SERVER"));
        assertThat(spans.stream().filter(isOf("provision-worker")).map(span -> span.attribute("uri")))
                .contains("create");
        assertThat(spans.stream().map(TraceCollector.Span::kind))
                .contains("SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER", "SPAN_KIND_CLIENT");
        assertThat(traces.spans().toString()).doesNotContain(PASSWORDS.values()).doesNotContain(midori.daytonaKey());
        midori.stopFor(user, id);
    }

    private static Predicate<TraceCollector.Span> isOf(String service) {
        return span -> span.service().equals(service);
    }

    /** Whether each hangs on another of them, or on the caller's own. */
    private static boolean isWhole(List<TraceCollector.Span> spans, String caller) {
        var known = spans.stream().map(TraceCollector.Span::id).collect(Collectors.toSet());
        known.add(caller);
        return known.containsAll(spans.stream().map(TraceCollector.Span::parent).toList());
    }
}
