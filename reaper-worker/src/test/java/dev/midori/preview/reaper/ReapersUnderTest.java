package dev.midori.preview.reaper;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.messaging.Commands;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.CommandCodec;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Jobs;
import dev.midori.preview.state.Jobs.Claim;
import dev.midori.preview.state.Reservations;
import dev.midori.preview.state.Sandboxes;
import dev.midori.preview.state.redis.RedisJobs;
import dev.midori.preview.testing.TestRabbit;
import dev.midori.preview.testing.TestRedis;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Reapers on a real broker and a real Redis, and what gateways and workers do around them. Time passes by moving scores
 * in Redis; sweeps run by hand, because nothing falls due on its own within a test.
 */
public final class ReapersUnderTest implements AutoCloseable {
    private static final Duration GRANT = Duration.ofMinutes(5);

    private final TestRabbit broker = TestRabbit.start();
    private final TestRedis state = TestRedis.start();
    private final List<ConfigurableApplicationContext> started = new ArrayList<>();
    private final ConfigurableApplicationContext first;
    private final Random random = new Random(23);
    private final Clock clock = Clock.systemUTC();

    private ReapersUnderTest() {
        this.first = startAnother();
    }

    public static ReapersUnderTest start() {
        return new ReapersUnderTest();
    }

    /** The reaper that is always there. */
    public ConfigurableApplicationContext first() {
        return first;
    }

    public ConfigurableApplicationContext startAnother(String... settings) {
        return startOn(broker.url(), settings);
    }

    /** A reaper whose broker nobody answers for. */
    public ConfigurableApplicationContext startWithoutBroker() {
        return startOn("amqp://127.0.0.1:1");
    }

    private ConfigurableApplicationContext startOn(String brokerUrl, String... settings) {
        var arguments = Stream.concat(
                Stream.of(
                        "--server.port=0",
                        "--spring.rabbitmq.addresses=" + brokerUrl,
                        "--spring.data.redis.url=" + state.url()),
                Stream.of(settings));
        var reaper = new SpringApplicationBuilder(ReaperApplication.class)
                .properties("preview.cleanup.due-interval=1h")
                .run(arguments.toArray(String[]::new));
        started.add(reaper);
        return reaper;
    }

    @Override
    public void close() {
        started.reversed().forEach(ConfigurableApplicationContext::close);
        broker.close();
        state.close();
    }

    public TestRabbit broker() {
        return broker;
    }

    public TestRedis state() {
        return state;
    }

    /** As if nothing had ever happened: no records, no locks, no messages. */
    public void clear() {
        state.flush();
        var admin = first.getBean(RabbitAdmin.class);
        admin.purgeQueue(Queues.STOP);
        admin.purgeQueue(Queues.HEARTBEAT);
    }

    public SandboxId reserved(String user) {
        var id = SandboxId.next(new UserId(user), clock.instant(), random);
        var owner = new Owner(new UserId(user), new ProjectId("cafe-" + id));
        first.getBean(Reservations.class).reserve(new Reservations.Wish(id, owner, "v1", GRANT, false, false));
        return id;
    }

    public SandboxId accepted(String user) {
        var id = reserved(user);
        first.getBean(Reservations.class).confirm(id);
        return id;
    }

    public SandboxId running(String user) {
        var id = accepted(user);
        var job = ((Claim.Taken) jobs().claim(create(id, user), Jobs.Copy.of("copy"))).job();
        job.record(Step.CREATING, Map.of("createBegunAt", Long.toString(clock.millis()), "daytonaId", "d-" + id));
        job.run("d-" + id, new PreviewLink("http://signed", "http://private", "token"));
        return id;
    }

    private RedisJobs jobs() {
        return new RedisJobs(
                redis(),
                first.getBean(PreviewTimeouts.class),
                first.getBean(CleanupSettings.class),
                first.getBean(PreviewLimits.class),
                clock,
                "worker",
                Duration.ofSeconds(30));
    }

    private CreateSandbox create(SandboxId id, String user) {
        return new CreateSandbox(1, id, new UserId(user), new ProjectId("cafe"), clock.instant(), 1, "v1", List.of());
    }

    /** What the gateway sends when it has seen somebody. */
    public void beat(SandboxId id, String user, Duration aliveFor) {
        commands().send(new Heartbeat(1, id, new UserId(user), clock.instant(), aliveFor, true, "heartbeat"));
    }

    public Commands commands() {
        return first.getBean(Commands.class);
    }

    public RabbitTemplate rabbit() {
        return first.getBean(RabbitTemplate.class);
    }

    public StringRedisTemplate redis() {
        return first.getBean(StringRedisTemplate.class);
    }

    /** The next stop command that a worker would receive. */
    public Optional<StopSandbox> nextStop() {
        return Optional.ofNullable(rabbit().receive(Queues.STOP))
                .map(message -> (StopSandbox) first.getBean(CommandCodec.class).decode(message));
    }

    public SandboxState stateOf(SandboxId id) {
        return first.getBean(Sandboxes.class).find(id).orElseThrow().state();
    }

    /** How long the sandbox lives from now on, if nothing more is seen of its owner. */
    public Duration aliveFor(SandboxId id) {
        var score = Objects.requireNonNull(redis().opsForZSet().score(key(id, "liveness"), id.value()));
        return Duration.between(clock.instant(), Instant.ofEpochMilli(score.longValue()));
    }

    public boolean isInLiveness(SandboxId id) {
        return redis().opsForZSet().score(key(id, "liveness"), id.value()) != null;
    }

    public void aliveFor(SandboxId id, Duration fromNow) {
        score(id, "liveness", fromNow);
    }

    public void makeDue(SandboxId id) {
        score(id, "due", Duration.ofMillis(-1));
    }

    public void endedAgo(SandboxId id, Duration ago) {
        score(id, "ended", ago.negated());
    }

    public void createdAgo(SandboxId id, Duration ago) {
        put(id, "createdAt", ago);
    }

    public void runningSince(SandboxId id, Duration ago) {
        put(id, "runningAt", ago);
    }

    public void forgetRecord(SandboxId id) {
        redis().delete(key(id, "sandbox:" + id));
    }

    public long endedEntries(SandboxId id) {
        return Objects.requireNonNullElse(redis().opsForZSet().zCard(key(id, "ended")), 0L);
    }

    private void score(SandboxId id, String index, Duration fromNow) {
        redis().opsForZSet().add(key(id, index), id.value(), (double)
                clock.instant().plus(fromNow).toEpochMilli());
    }

    private void put(SandboxId id, String field, Duration ago) {
        var time = Long.toString(clock.instant().minus(ago).toEpochMilli());
        redis().opsForHash().put(key(id, "sandbox:" + id), field, time);
    }

    private static String key(SandboxId id, String name) {
        return "preview:{p" + id.partition().digits() + "}:" + name;
    }
}
