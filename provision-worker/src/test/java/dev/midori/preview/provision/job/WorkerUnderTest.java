package dev.midori.preview.provision.job;

import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.ContentHash;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.HeartbeatSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.fake.FakeDaytona;
import dev.midori.preview.provision.fake.PublishedCommands;
import dev.midori.preview.provision.step.Pipelines;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.redis.RedisEndings;
import dev.midori.preview.state.redis.RedisJobs;
import dev.midori.preview.state.redis.RedisReservations;
import dev.midori.preview.state.redis.RedisSandboxes;
import dev.midori.preview.testing.TestRedis;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Workers on a real Redis and a Daytona in memory. */
public final class WorkerUnderTest implements AutoCloseable {
    private static final UserId ANNA = new UserId("anna");
    private static final Owner OWNER = new Owner(ANNA, new ProjectId("cafe"));

    public final FakeDaytona daytona = new FakeDaytona();
    public final PublishedCommands commands = new PublishedCommands();
    public final RedisEndings endings;
    public final RedisSandboxes sandboxes;

    private final TestRedis server;
    private final JedisConnectionFactory connections;
    private final StringRedisTemplate redis;
    private final PreviewLimits limits = defaults("preview.limits", PreviewLimits.class);
    private final PreviewTimeouts timeouts = defaults("preview.timeouts", PreviewTimeouts.class);
    private final CleanupSettings cleanup = defaults("preview.cleanup", CleanupSettings.class);
    private final WorkerSettings settings = new WorkerSettings(1, 1, Duration.ofSeconds(30), Duration.ofMillis(5), 4);
    private final Clock clock = Clock.systemUTC();
    private final Random random = new Random(5);
    private final RedisReservations reservations;

    public WorkerUnderTest() {
        server = TestRedis.start();
        var url = URI.create(server.url());
        connections = new JedisConnectionFactory(new RedisStandaloneConfiguration(url.getHost(), url.getPort()));
        connections.afterPropertiesSet();
        connections.start();
        redis = new StringRedisTemplate(connections);
        var heartbeats = defaults("preview.heartbeat", HeartbeatSettings.class);
        reservations = new RedisReservations(redis, limits, timeouts, cleanup, heartbeats, clock);
        endings = new RedisEndings(redis, cleanup, timeouts, limits, clock);
        sandboxes = new RedisSandboxes(redis);
    }

    @Override
    public void close() {
        connections.destroy();
        server.close();
    }

    /** A command whose reservation is made and confirmed. */
    public CreateSandbox accepted() {
        var files = List.of(new ProjectFile("package.json", "{}"), new ProjectFile("src/main.ts", "let x = 1"));
        var id = SandboxId.next(ANNA, clock.instant(), random);
        reservations.reserve(id, OWNER, ContentHash.of(files), false, Duration.ofMinutes(5));
        reservations.confirm(id);
        return new CreateSandbox(1, id, ANNA, OWNER.project(), clock.instant(), 1, ContentHash.of(files), files);
    }

    /** Another worker process. */
    Provisioner worker() {
        return worker(new Departure(), clock);
    }

    Provisioner worker(Departure departure) {
        return worker(departure, clock);
    }

    Provisioner worker(Clock itsClock) {
        return worker(new Departure(), itsClock);
    }

    private Provisioner worker(Departure departure, Clock itsClock) {
        var owner = "worker-" + random.nextLong();
        var jobs = new RedisJobs(redis, timeouts, cleanup, limits, clock, owner, settings.lease());
        return new Provisioner(jobs, Pipelines.on(daytona, timeouts), commands, departure, settings, itsClock);
    }

    /** Carries the whole job out. */
    public void run(CreateSandbox command) {
        worker().attempt(command, "copy", 1);
    }

    /** Begins a create that Daytona isn't done with when the job is left. */
    public void beginCreating(CreateSandbox command) {
        var departure = new Departure();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            workers.execute(() -> worker(departure).attempt(command, "copy", 1));
            await().until(() -> !daytona.names().isEmpty());
            departure.begin();
        }
    }

    /** Redis loses all it has. */
    public void forgetEverything() {
        redis.delete(redis.keys("*"));
    }

    public WorkerSettings settings() {
        return settings;
    }

    public SandboxState stateOf(CreateSandbox command) {
        return sandboxes.find(command.sandboxId()).orElseThrow().state();
    }

    Failure failureOf(CreateSandbox command) {
        return ((SandboxState.Failed) stateOf(command)).failure();
    }

    public void stop(CreateSandbox command) {
        endings.stop(command.sandboxId(), ANNA, EndReason.USER);
    }

    private static <T> T defaults(String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(prefix, Bindable.of(type));
    }
}
