package dev.midori.preview.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.HeartbeatSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Canary.Judgement.Sound;
import dev.midori.preview.state.Due.Late;
import dev.midori.preview.state.Endings;
import dev.midori.preview.state.Job;
import dev.midori.preview.state.Jobs.Claim;
import dev.midori.preview.state.Jobs.Copy;
import dev.midori.preview.state.Reconciliation;
import dev.midori.preview.state.Reconciliation.Known;
import dev.midori.preview.state.Reservations;
import dev.midori.preview.state.Reservations.Reservation;
import dev.midori.preview.state.StopOrder;
import dev.midori.preview.testing.TestRedis;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** A real Redis with our state in it, and the means to let time pass there: scores and times are moved, not waited for. */
final class StateUnderTest implements AutoCloseable {
    private static final Duration GRANT = Duration.ofMinutes(5);

    final RedisReservations reservations;
    final RedisSandboxes sandboxes;
    final RedisEndings endings;
    final RedisLiveness liveness;
    final RedisUsage usage;
    final RedisCensus census;
    final RedisCleanupSwitch knowledge;
    final RedisInventory inventory;

    private final @Nullable TestRedis owned;
    private final String address;
    private final ZoneId zone;
    private final JedisConnectionFactory connections;
    private final StringRedisTemplate redis;
    private final RedisJobs jobs;
    private final RedisReconciliation reconciliation;
    private final Random random = new Random(11);
    private final Clock clock = Clock.systemUTC();

    private StateUnderTest(@Nullable TestRedis owned, String address, PreviewLimits limits) {
        this.owned = owned;
        this.address = address;
        this.zone = limits.dayZone();
        var url = URI.create(address);
        connections = new JedisConnectionFactory(new RedisStandaloneConfiguration(url.getHost(), url.getPort()));
        connections.afterPropertiesSet();
        connections.start();
        redis = new StringRedisTemplate(connections);
        var timeouts = defaults("preview.timeouts", PreviewTimeouts.class);
        var cleanup = defaults("preview.cleanup", CleanupSettings.class);
        var heartbeats = defaults("preview.heartbeat", HeartbeatSettings.class);
        reservations = new RedisReservations(redis, limits, timeouts, cleanup, heartbeats, clock);
        sandboxes = new RedisSandboxes(redis);
        endings = new RedisEndings(redis, cleanup, timeouts, limits, clock);
        usage = new RedisUsage(redis, limits, clock);
        census = new RedisCensus(redis);
        knowledge = new RedisCleanupSwitch(redis, cleanup, clock);
        inventory = new RedisInventory(redis, clock, zone);
        liveness = new RedisLiveness(redis, limits, timeouts, cleanup, heartbeats, clock);
        reconciliation = new RedisReconciliation(redis, cleanup, limits, clock);
        jobs = new RedisJobs(redis, timeouts, cleanup, limits, clock, "worker", Duration.ofSeconds(30));
    }

    static StateUnderTest start() {
        var server = TestRedis.start();
        return new StateUnderTest(server, server.url(), defaults("preview.limits", PreviewLimits.class));
    }

    /** The same state, as services with these limits see it. */
    StateUnderTest under(PreviewLimits limits) {
        return new StateUnderTest(null, address, limits);
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        connections.destroy();
        if (owned != null) {
            owned.close();
        }
    }

    void clear() {
        redis.execute((RedisCallback<Boolean>) connection -> {
            connection.serverCommands().flushAll();
            return true;
        });
    }

    SandboxId newId(String user) {
        return SandboxId.next(new UserId(user), clock.instant(), random);
    }

    /** Somebody else of the same partition. */
    static String neighbourOf(String user) {
        var partition = Partition.of(new UserId(user));
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> "neighbour-" + n)
                .filter(other -> Partition.of(new UserId(other)).equals(partition))
                .findFirst()
                .orElseThrow();
    }

    Reservation reserve(String user, String project, String content) {
        return reserve(user, project, content, false);
    }

    Reservation reserveReplacing(String user, String project, String content) {
        return reserve(user, project, content, true);
    }

    private Reservation reserve(String user, String project, String content, boolean replace) {
        var owner = new Owner(new UserId(user), new ProjectId(project));
        SandboxId id;
        synchronized (random) {
            id = newId(user);
        }
        return reservations.reserve(new Reservations.Wish(id, owner, content, GRANT, replace, false));
    }

    SandboxId reserved(String user, String project, String content) {
        return ((Reservation.Reserved) reserve(user, project, content)).id();
    }

    SandboxId accepted(String user, String project, String content) {
        var id = reserved(user, project, content);
        reservations.confirm(id, 1);
        return id;
    }

    SandboxId running(String user, String project, String content) {
        var id = accepted(user, project, content);
        var job = taken(id, user, "copy");
        job.record(Step.CREATING, Map.of("createBegunAt", Long.toString(clock.millis()), "daytonaId", "d-" + id));
        job.run("d-" + id, new PreviewLink("http://signed", "http://private", "token"));
        return id;
    }

    Claim claim(SandboxId id, String user, String copy) {
        return jobs.claim(command(id, user, clock.instant(), 1), Copy.of(copy));
    }

    Claim claimRevision(SandboxId id, String user, String copy, long revision) {
        return jobs.claim(command(id, user, clock.instant(), revision), Copy.of(copy));
    }

    Claim claimReplay(SandboxId id, String user, String copy, String replay) {
        var longAgo = clock.instant().minus(Duration.ofDays(3));
        return jobs.claim(command(id, user, longAgo, 1), new Copy(copy, Optional.of(replay)));
    }

    Claim hold(SandboxId id, String user, String copy) {
        return jobs.hold(id, new UserId(user), Copy.of(copy));
    }

    Claim claimIssued(SandboxId id, String user, Duration ago) {
        return jobs.claim(command(id, user, clock.instant().minus(ago), 1), Copy.of("copy"));
    }

    Job taken(SandboxId id, String user, String copy) {
        return ((Claim.Taken) claim(id, user, copy)).job();
    }

    private static CreateSandbox command(SandboxId id, String user, Instant issuedAt, long revision) {
        return new CreateSandbox(
                1, id, new UserId(user), new ProjectId("cafe"), issuedAt, revision, "v" + revision, List.of());
    }

    Endings.Stop stop(SandboxId id, String user) {
        return endings.stop(id, new UserId(user), EndReason.USER);
    }

    int beat(SandboxId id, String user, Duration aliveFor, boolean visible) {
        return liveness.apply(id.partition(), List.of(sign(id, user, aliveFor, visible)));
    }

    Heartbeat sign(SandboxId id, String user, Duration aliveFor, boolean visible) {
        return new Heartbeat(1, id, new UserId(user), clock.instant(), aliveFor, visible, "heartbeat");
    }

    List<StopOrder> claimIdle(SandboxId id) {
        var now = clock.instant();
        var sound = new Sound(now, Duration.ofHours(1), now, Duration.ZERO);
        return liveness.claimIdle(id.partition(), sound, now.plusSeconds(60), 0, 10)
                .orders();
    }

    Optional<Known> known(SandboxId id) {
        return Optional.ofNullable(
                reconciliation.lookUp(id.partition(), List.of(id)).get(id));
    }

    /** As a comparison does with what Daytona runs and nobody remembers. */
    boolean adopt(SandboxId id, String user, String daytonaId) {
        return adopt(id, user, daytonaId, Duration.ZERO);
    }

    boolean adopt(SandboxId id, String user, String daytonaId, Duration labelledAgo) {
        var owner = new Owner(new UserId(user), new ProjectId("cafe"));
        var link = new PreviewLink("http://signed", "http://private", "token");
        return reconciliation.adopt(
                new Reconciliation.Found(id, owner, clock.instant().minus(labelledAgo), daytonaId, link), GRANT);
    }

    List<StopOrder> look(SandboxId id) {
        return liveness.look(id.partition(), 10).claims().orders();
    }

    List<SandboxId> late(SandboxId id) {
        return liveness.look(id.partition(), 10).late().stream().map(Late::id).toList();
    }

    boolean wasGivenUp(SandboxId id, long revision) {
        return sandboxes.find(id).orElseThrow().wasGivenUp(revision, clock.instant());
    }

    String log(SandboxId id, Step step) {
        return new RedisEvents(redis).log(id, step).orElseThrow();
    }

    Status statusOf(SandboxId id) {
        return sandboxes.find(id).orElseThrow().state().status();
    }

    FailureCode failureOf(SandboxId id) {
        return ((SandboxState.Failed) sandboxes.find(id).orElseThrow().state())
                .failure()
                .code();
    }

    void makeDue(SandboxId id) {
        score(id, "due", clock.instant().minusMillis(1));
    }

    boolean isDue(SandboxId id) {
        return redis.opsForZSet().score(key(id, "due"), id.value()) != null;
    }

    /** From now until somebody looks at it. */
    Duration dueIn(SandboxId id) {
        var score = Objects.requireNonNull(redis.opsForZSet().score(key(id, "due"), id.value()));
        return Duration.between(clock.instant(), Instant.ofEpochMilli(score.longValue()));
    }

    boolean isInLiveness(SandboxId id) {
        return redis.opsForZSet().score(key(id, "liveness"), id.value()) != null;
    }

    void aliveUntil(SandboxId id, Duration fromNow) {
        score(id, "liveness", clock.instant().plus(fromNow));
    }

    Duration aliveUntil(SandboxId id) {
        var score = Objects.requireNonNull(redis.opsForZSet().score(key(id, "liveness"), id.value()));
        return Duration.between(clock.instant(), Instant.ofEpochMilli(score.longValue()));
    }

    double aliveScore(SandboxId id) {
        return Objects.requireNonNull(redis.opsForZSet().score(key(id, "liveness"), id.value()));
    }

    void lastSeen(SandboxId id, Duration ago) {
        put(id, "lastHeartbeatAt", ago);
    }

    void lastVisible(SandboxId id, Duration ago) {
        put(id, "lastVisibleAt", ago);
    }

    void createdAgo(SandboxId id, Duration ago) {
        put(id, "createdAt", ago);
    }

    void runningSince(SandboxId id, Duration ago) {
        put(id, "runningAt", ago);
    }

    void revisedAgo(SandboxId id, Duration ago) {
        put(id, "revisedAt", ago);
    }

    /** As if a failover had lost what was written since: the job is as it was before somebody claimed it. */
    void loseTheClaim(SandboxId id) {
        redis.opsForHash().put(Keys.sandbox(id), "epoch", "7");
        redis.opsForHash().delete(Keys.sandbox(id), "leaseOwner", "leaseCopy", "leaseUntil");
    }

    /** As if a failover, which takes a second at least, had lost what was written since the project was first shown. */
    void loseTheRevisions(SandboxId id) {
        var lostAt = clock.instant();
        await().until(() -> clock.instant().isAfter(lostAt.plusMillis(500)));
        redis.opsForHash().put(Keys.sandbox(id), "revision", "1");
    }

    /** Other files for anna's café: their revision. */
    long revised(SandboxId id, String content) {
        var revised = (Reservation.Revised) reserve("anna", "cafe", content);
        assertThat(revised.id()).isEqualTo(id);
        return revised.revision();
    }

    /** The number of a change of some files. */
    long change(SandboxId id, String user) {
        return new RedisRevisions(redis).next(id, new UserId(user)).orElseThrow();
    }

    long applied(SandboxId id) {
        return sandboxes.find(id).orElseThrow().applied();
    }

    Reservation reserveAllTheSame(String user, String project, String content) {
        var owner = new Owner(new UserId(user), new ProjectId(project));
        return reservations.reserve(new Reservations.Wish(newId(user), owner, content, GRANT, false, true));
    }

    Endings.Stop carryOut(StopOrder order) {
        return endings.stop(order.toCommand(clock.instant()));
    }

    /** Nobody has touched it since. */
    void leave(SandboxId id) {
        expireLease(id);
        updatedAgo(id, Duration.ofMinutes(2));
    }

    void updatedAgo(SandboxId id, Duration ago) {
        put(id, "updatedAt", ago);
    }

    void lateSince(SandboxId id, Duration ago) {
        put(id, "lateSince", ago);
    }

    void expireLease(SandboxId id) {
        put(id, "leaseUntil", Duration.ofSeconds(1));
    }

    /** As if a fault of ours had written it. */
    void garble(SandboxId id, String field) {
        redis.opsForHash().put(Keys.sandbox(id), field, "banana");
    }

    /** As if something else had it. */
    void replaceRecord(SandboxId id) {
        forgetRecord(id);
        redis.opsForValue().set(Keys.sandbox(id), "not a record");
    }

    void maxMemory(String bytes) {
        redis.execute((RedisCallback<Boolean>) connection -> {
            connection.serverCommands().setConfig("maxmemory", bytes);
            return true;
        });
    }

    void forgetRecord(SandboxId id) {
        redis.delete(Keys.sandbox(id));
    }

    void endedAgo(SandboxId id, Duration ago) {
        score(id, "ended", clock.instant().minus(ago));
    }

    void use(String user, Duration time) {
        redis.opsForValue().set(usageKey(user, 0), Long.toString(time.toSeconds()));
    }

    /** Over two days, since midnight may fall between. */
    Duration usedInTwoDays(String user) {
        return Stream.of(0, 1)
                .map(days -> redis.opsForValue().get(usageKey(user, days)))
                .filter(Objects::nonNull)
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    Set<String> keys() {
        return redis.keys("*");
    }

    Duration timeToLive(String key) {
        return Duration.ofMillis(Objects.requireNonNull(redis.getExpire(key, TimeUnit.MILLISECONDS)));
    }

    private void score(SandboxId id, String index, Instant time) {
        redis.opsForZSet().add(key(id, index), id.value(), (double) time.toEpochMilli());
    }

    private String usageKey(String user, int daysAgo) {
        var day = LocalDate.ofInstant(clock.instant(), zone).minusDays(daysAgo);
        return key(newId(user), "usage:" + user + ":" + day);
    }

    private void put(SandboxId id, String field, Duration ago) {
        redis.opsForHash()
                .put(
                        Keys.sandbox(id),
                        field,
                        Long.toString(clock.instant().minus(ago).toEpochMilli()));
    }

    private static String key(SandboxId id, String name) {
        return Keys.prefix(id.partition()) + name;
    }

    private static <T> T defaults(String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(prefix, Bindable.of(type));
    }
}
