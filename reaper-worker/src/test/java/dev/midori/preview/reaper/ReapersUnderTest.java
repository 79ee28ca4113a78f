package dev.midori.preview.reaper;

import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.GatewayAlive;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.messaging.Commands;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.CommandCodec;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Canary;
import dev.midori.preview.state.Endings;
import dev.midori.preview.state.Job;
import dev.midori.preview.state.Jobs;
import dev.midori.preview.state.Jobs.Claim;
import dev.midori.preview.state.Knowledge;
import dev.midori.preview.state.Reservations;
import dev.midori.preview.state.Sandboxes;
import dev.midori.preview.state.redis.RedisJobs;
import dev.midori.preview.testing.TestRabbit;
import dev.midori.preview.testing.TestRedis;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
import org.springframework.data.redis.core.script.DefaultRedisScript;

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
                        "--preview.daytona.api-url=http://127.0.0.1:1/api",
                        "--preview.daytona.api-key=none",
                        "--spring.rabbitmq.addresses=" + brokerUrl,
                        "--spring.data.redis.url=" + state.url()),
                Stream.of(settings));
        var reaper = new SpringApplicationBuilder(ReaperApplication.class)
                .properties("preview.cleanup.due-interval=1h", "preview.pool.refill-interval=1h")
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

    /** As if nothing had ever happened: no records, no locks, no messages; and heartbeats have arrived for long. */
    public void clear() {
        state.flush();
        var knowledge = first.getBean(Knowledge.class);
        // A reaper that has just started may begin a comparison of its own, which makes an earlier mark void.
        await().until(() -> knowledge.completed(knowledge.begin()));
        gatewayHasBeenHeard("gateway-1", Duration.ofHours(1));
        var admin = first.getBean(RabbitAdmin.class);
        admin.purgeQueue(Queues.STOP);
        admin.purgeQueue(Queues.HEARTBEAT);
    }

    /** As if this gateway's canaries had arrived for so long, up to now. */
    public void gatewayHasBeenHeard(String gateway, Duration term) {
        var now = first.getBean(Canary.class).seen(gateway);
        redis().opsForHash()
                .put(
                        "preview:{canary}:fresh",
                        gateway,
                        "%d %d 5".formatted(now.minus(term).toEpochMilli(), now.toEpochMilli()));
    }

    /** The gateway says that it lives, in Redis and through the queue. */
    public void sign(String gateway) {
        commands().send(new GatewayAlive(1, gateway, first.getBean(Canary.class).seen(gateway)));
    }

    /** The same, and it has arrived at once. */
    public void signDirectly(String gateway) {
        var canary = first.getBean(Canary.class);
        canary.arrived(List.of(new GatewayAlive(1, gateway, canary.seen(gateway))), false);
    }

    /** Only Redis sees it; its canaries get lost. */
    public void signInRedisAlone(String gateway) {
        first.getBean(Canary.class).seen(gateway);
    }

    /**
     * Moves Redis's clock forward, by moving every time that it holds back. What waits at the broker meanwhile is gone, as
     * messages there are after a minute.
     */
    public void pass(Duration time) {
        var back = Long.toString(time.toMillis());
        redis().execute(new DefaultRedisScript<>("""
                        local back = tonumber(ARGV[1])
                        local function earlier(millis) return string.format('%.0f', tonumber(millis) - back) end
                        local times = { createdAt = 1, updatedAt = 1, lastHeartbeatAt = 1, lastVisibleAt = 1, runningAt = 1,
                          acceptedAt = 1, createBegunAt = 1, stoppingAt = 1, endedAt = 1, readAt = 1, leaseUntil = 1 }
                        for _, key in ipairs(redis.call('KEYS', 'preview:{*')) do
                          local kind = redis.call('TYPE', key).ok
                          if kind == 'zset' then
                            local all = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
                            for i = 1, #all, 2 do redis.call('ZADD', key, earlier(all[i + 1]), all[i]) end
                          elseif string.match(key, ':sandbox:') then
                            local all = redis.call('HGETALL', key)
                            for i = 1, #all, 2 do
                              if times[all[i]] then redis.call('HSET', key, all[i], earlier(all[i + 1])) end
                            end
                          elseif string.match(key, ':fresh$') then
                            local all = redis.call('HGETALL', key)
                            for i = 1, #all, 2 do
                              local since, last, lag = string.match(all[i + 1], '^(%-?%d+) (%-?%d+) (%d+)')
                              redis.call('HSET', key, all[i], earlier(since) .. ' ' .. earlier(last) .. ' ' .. lag)
                            end
                          elseif string.match(key, ':suspects$') then
                            local all = redis.call('HGETALL', key)
                            for i = 1, #all, 2 do
                              local first, pass = string.match(all[i + 1], '^(%d+) (.*)$')
                              redis.call('HSET', key, all[i], earlier(first) .. ' ' .. pass)
                            end
                          elseif string.match(key, ':term$') then
                            redis.call('SET', key, earlier(redis.call('GET', key)))
                          end
                        end
                        local brake = redis.call('GET', 'preview:cleanup:brake')
                        if brake then redis.call('SET', 'preview:cleanup:brake', earlier(brake), 'KEEPTTL') end
                        return 1
                        """, Long.class), List.of(), back);
    }

    /** Locks end, as they do by themselves in time. */
    public void freeLocks() {
        redis().delete(Objects.requireNonNull(redis().keys("preview:shedlock:*")));
    }

    public SandboxId reserved(String user) {
        var id = SandboxId.next(new UserId(user), clock.instant(), random);
        var owner = new Owner(new UserId(user), new ProjectId("cafe-" + id));
        first.getBean(Reservations.class).reserve(new Reservations.Wish(id, owner, "v1", GRANT, false, false));
        return id;
    }

    public SandboxId accepted(String user) {
        var id = reserved(user);
        first.getBean(Reservations.class).confirm(id, 1);
        return id;
    }

    public SandboxId running(String user) {
        var id = accepted(user);
        var job = ((Claim.Taken) jobs().claim(create(id, user), Jobs.Copy.of("copy"))).job();
        job.record(Step.CREATING, Map.of("createBegunAt", Long.toString(clock.millis()), "daytonaId", "d-" + id));
        job.run("d-" + id, new PreviewLink("http://signed", "http://private", "token"));
        return id;
    }

    /** A worker carries it out. */
    public void runs(CreateSandbox command) {
        var job = taken(command);
        var daytonaId = "d-" + command.sandboxId();
        job.record(Step.CREATING, Map.of("createBegunAt", Long.toString(clock.millis()), "daytonaId", daytonaId));
        job.run(daytonaId, new PreviewLink("http://signed", "http://private", "token"));
    }

    /** A worker finds that it can't be carried out. */
    public void fails(CreateSandbox command) {
        taken(command).fail(Failure.of(FailureCode.NPM_INSTALL_FAILED, "no", "no"));
    }

    /** Its end has begun. */
    public void stopped(SandboxId id, UserId user) {
        first.getBean(Endings.class).stop(id, user, EndReason.OPERATOR);
    }

    private Job taken(CreateSandbox command) {
        return ((Claim.Taken) jobs().claim(command, Jobs.Copy.of("copy"))).job();
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

    /** As if the user had shown previews for so long today, whatever the time of day is. */
    public void usedToday(SandboxId id, String user, Duration time) {
        var zone = first.getBean(PreviewLimits.class).dayZone();
        var day = LocalDate.now(clock.withZone(zone));
        redis().opsForValue().set(key(id, "usage:" + user + ":" + day), Long.toString(time.toSeconds()));
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
