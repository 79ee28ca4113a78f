package dev.midori.preview.provision.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.ContentHash;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.DependencySettings;
import dev.midori.preview.limits.HeartbeatSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.provision.BuildMode;
import dev.midori.preview.provision.BuildSettings;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.dependencies.Caches;
import dev.midori.preview.provision.fake.FakeDaytona;
import dev.midori.preview.provision.fake.PublishedCommands;
import dev.midori.preview.provision.pool.Pools;
import dev.midori.preview.provision.step.Pipelines;
import dev.midori.preview.provision.step.ProjectFolder;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Job;
import dev.midori.preview.state.Jobs;
import dev.midori.preview.state.Jobs.Claim;
import dev.midori.preview.state.Reservations.Reservation;
import dev.midori.preview.state.Reservations.Wish;
import dev.midori.preview.state.redis.RedisDependencySets;
import dev.midori.preview.state.redis.RedisEndings;
import dev.midori.preview.state.redis.RedisJobs;
import dev.midori.preview.state.redis.RedisPool;
import dev.midori.preview.state.redis.RedisReservations;
import dev.midori.preview.state.redis.RedisRevisions;
import dev.midori.preview.state.redis.RedisSandboxes;
import dev.midori.preview.template.PoolTemplate;
import dev.midori.preview.testing.TestRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.unit.DataSize;

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
    private final WorkerSettings settings = new WorkerSettings(
            1, 1, Duration.ofSeconds(30), Duration.ofMillis(5), 4, 1, DataSize.ofMegabytes(128), Duration.ofSeconds(5));
    private final Clock clock = Clock.systemUTC();
    private final Random random = new Random(5);
    private final RedisReservations reservations;
    private volatile boolean connected = true;
    private volatile boolean outage;
    private volatile BuildMode buildMode = BuildMode.BEFORE;
    private volatile DependencySettings dependencies = keeping(false, 50);
    private volatile List<PoolTemplate> templates = List.of();
    private final List<Caches> caches = new CopyOnWriteArrayList<>();

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
        caches.forEach(Caches::close);
        connections.destroy();
        server.close();
    }

    /** A command whose reservation is made and confirmed. */
    public CreateSandbox accepted() {
        return accepted(List.of(new ProjectFile("package.json", "{}"), new ProjectFile("src/main.ts", "let x = 1")));
    }

    /** The same for these files; where the project lives already, they are its next revision. */
    public CreateSandbox accepted(List<ProjectFile> files) {
        return accepted(OWNER, files);
    }

    /** The same for another user. */
    public CreateSandbox acceptedFrom(String user, List<ProjectFile> files) {
        return accepted(new Owner(new UserId(user), OWNER.project()), files);
    }

    private CreateSandbox accepted(Owner owner, List<ProjectFile> files) {
        var hash = ContentHash.of(files);
        var wish = new Wish(
                SandboxId.next(owner.user(), clock.instant(), random),
                owner,
                hash,
                Duration.ofMinutes(5),
                false,
                false);
        return switch (reservations.reserve(wish)) {
            case Reservation.Reserved(var id, var _) -> {
                reservations.confirm(id, 1);
                yield create(owner, id, 1, hash, files);
            }
            case Reservation.Revised(var id, var revision) -> create(owner, id, revision, hash, files);
            case Reservation other -> throw new IllegalStateException("not accepted: " + other);
        };
    }

    private CreateSandbox create(Owner owner, SandboxId id, long revision, String hash, List<ProjectFile> files) {
        return new CreateSandbox(1, id, owner.user(), owner.project(), clock.instant(), revision, hash, files);
    }

    /** The number of the next change of a running preview's files. */
    public long revise(SandboxId id) {
        return new RedisRevisions(redis).next(id, ANNA).orElseThrow();
    }

    /** Another worker process. */
    public OneWorker worker() {
        return worker(new Departure(), clock);
    }

    OneWorker worker(Departure departure) {
        return worker(departure, clock);
    }

    OneWorker worker(Clock itsClock) {
        return worker(new Departure(), itsClock);
    }

    private OneWorker worker(Departure departure, Clock itsClock) {
        return new OneWorker(departure, itsClock);
    }

    /** A worker process, as deliveries reach it. */
    public final class OneWorker {
        private final Jobs jobs;
        private final Provisioner provisioner;
        private final LiveJobs liveJobs;
        private final Caches itsCaches;
        private final Pools itsPool;

        private OneWorker(Departure departure, Clock itsClock) {
            var owner = "worker-" + random.nextLong();
            jobs = new RedisJobs(redis, timeouts, cleanup, limits, clock, owner, settings.lease());
            var meters = new JobMeters(new SimpleMeterRegistry(), clock);
            itsCaches = WorkerUnderTest.this.caches(meters, departure);
            itsPool = poolWith(itsCaches);
            var pipeline = pipelines(itsCaches, itsPool).all(meters);
            provisioner = new Provisioner(
                    jobs, pipeline, commands, departure, () -> outage, meters, settings, timeouts, itsClock);
            liveJobs = new LiveJobs(jobs, departure, meters, settings, timeouts, itsClock);
        }

        Outcome attempt(CreateSandbox command, String copy, int number) {
            return attempt(command, new Attempt(Jobs.Copy.of(copy), number, () -> connected));
        }

        Outcome attempt(CreateSandbox command, Attempt attempt) {
            return provisioner.attempt(command.withoutFiles(), new HeldFiles(command.files(), () -> {}), attempt);
        }

        /** Has the job, and is never heard of again. */
        void dieOf(CreateSandbox command, String copy) {
            assertThat(jobs.claim(command, Jobs.Copy.of(copy))).isInstanceOf(Jobs.Claim.Taken.class);
        }

        /** What it claims of what waits. */
        public Pools pool() {
            return itsPool;
        }

        /** What it keeps of dependencies. */
        public Caches caches() {
            return itsCaches;
        }

        /** For what is done to previews that run. */
        public LiveJobs liveJobs() {
            return liveJobs;
        }
    }

    /** What is done to the files of previews that run. */
    public ProjectFolder folder() {
        var meters = new JobMeters(new SimpleMeterRegistry(), clock);
        var itsCaches = caches(meters, new Departure());
        return pipelines(itsCaches, poolWith(itsCaches)).folder(limits, sandboxes);
    }

    private Pipelines pipelines(Caches itsCaches, Pools itsPool) {
        return new Pipelines(daytona, timeouts, new BuildSettings(buildMode), itsCaches.cache(), itsPool.pool());
    }

    private Pools poolWith(Caches itsCaches) {
        return new Pools(daytona, pool(), templates, itsCaches.cache());
    }

    /** What waits, over all workers. */
    public RedisPool pool() {
        return new RedisPool(redis, Pipelines.POOL, cleanup);
    }

    /** How long it is remembered how filling a slot went. */
    Duration rememberedFor(PoolSlot slot) {
        var partition =
                "preview:{p%s}:".formatted(Partition.of(slot.owner().user()).digits());
        return Duration.ofSeconds(Objects.requireNonNull(
                redis.getExpire(partition + "pool:" + slot.owner().user())));
    }

    /** Workers that are started from now on know this template. */
    void template(PoolTemplate template) {
        templates = List.of(template);
    }

    /** What a reaper orders for a slot. */
    CreateSandbox ordered(PoolSlot slot, PoolTemplate template) {
        var owner = slot.owner();
        var id = SandboxId.next(owner.user(), clock.instant(), random);
        if (!pool().reserve(slot, id, template.contentHash(), Pipelines.POOL.maxAge())) {
            throw new IllegalStateException("the slot is taken");
        }
        reservations.confirm(id, 1);
        return create(owner, id, 1, template.contentHash(), template.files());
    }

    /** A holder of this job that gets lost after it has stored that. */
    void store(CreateSandbox command, Map<String, String> fields) {
        var jobs = new RedisJobs(redis, timeouts, cleanup, limits, clock, "lost", settings.lease());
        ((Claim.Taken) jobs.claim(command, Jobs.Copy.of("copy"))).job().record(Step.CREATING, fields);
    }

    /** A field of its record. */
    Optional<String> field(CreateSandbox command, String field) {
        return Objects.requireNonNull(redis.keys("*:sandbox:" + command.sandboxId())).stream()
                .findFirst()
                .map(key -> redis.<String, String>opsForHash().get(key, field));
    }

    /** As if Redis had forgotten, in a failover, that what waited there was handed over. */
    void revive(CreateSandbox waiting, PoolSlot slot) {
        var partition =
                "preview:{p%s}:".formatted(waiting.sandboxId().partition().digits());
        var record = partition + "sandbox:" + waiting.sandboxId();
        redis.opsForHash().delete(record, "handedTo", "endedBecause", "endedAt", "remains");
        redis.opsForHash().put(record, "status", "running");
        redis.opsForSet()
                .add(
                        partition + "user:" + slot.owner().user(),
                        waiting.sandboxId().value());
    }

    /** As if Redis had lost these fields of its record. */
    void erase(CreateSandbox command, String... fields) {
        redis.keys("*:sandbox:" + command.sandboxId())
                .forEach(key -> redis.opsForHash().delete(key, (Object[]) fields));
    }

    /** As if a fault of ours had written its record. */
    public void garble(CreateSandbox command, String field) {
        redis.keys("*:sandbox:" + command.sandboxId())
                .forEach(key -> redis.opsForHash().put(key, field, "banana"));
    }

    /** As if it had been asked for so long ago. */
    void age(CreateSandbox command, Duration time) {
        redis.keys("*:sandbox:" + command.sandboxId())
                .forEach(key -> redis.opsForHash().increment(key, "createdAt", -time.toMillis()));
    }

    private Caches caches(JobMeters meters, Departure departure) {
        var made = new Caches(daytona, sets(), dependencies, settings, timeouts, meters, departure, Clock.systemUTC());
        caches.add(made);
        return made;
    }

    /** What all workers know of sets of dependencies. */
    public RedisDependencySets sets() {
        return new RedisDependencySets(redis, dependencies);
    }

    /** How workers that are started from now on keep dependencies. */
    public void dependencies(DependencySettings kept) {
        dependencies = kept;
    }

    /** Such settings. */
    public static DependencySettings keeping(boolean enabled, int maxSets) {
        return new DependencySettings(
                enabled, maxSets, DataSize.ofGigabytes(1), Duration.ofHours(24), 1, Duration.ofMinutes(10));
    }

    /** As if so much time had passed since sets were built, and since their builders were heard of. */
    public void ageDependencies(Duration time) {
        redis.keys("preview:{dependencies}:set:*")
                .forEach(key -> List.of("builtAt", "until", "retryAt").forEach(field -> {
                    if (redis.opsForHash().hasKey(key, field)) {
                        redis.opsForHash().increment(key, field, -time.toMillis());
                    }
                }));
        redis.delete("preview:{dependencies}:turn");
    }

    /** When workers that are started from now on build. */
    void buildMode(BuildMode mode) {
        buildMode = mode;
    }

    /** The first delivery of a copy, on a channel that stays open. */
    public static Attempt first(String copy) {
        return new Attempt(Jobs.Copy.of(copy), 1, () -> true);
    }

    /** The channels of all deliveries are closed from now on, or open. */
    void connected(boolean open) {
        connected = open;
    }

    /** Daytona as a whole is out of order, as far as workers know. */
    void outage(boolean on) {
        outage = on;
    }

    /** Redis is not there for a while. */
    void pauseRedis(boolean away) {
        if (away) {
            server.stop();
        } else {
            server.startAgain();
        }
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

    /** Leaves a job when such a command is under way. */
    public void abandonDuring(CreateSandbox command, String words) {
        var departure = new Departure();
        var before = daytona.effects.size();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            workers.execute(() -> worker(departure).attempt(command, "copy", 1));
            await().until(() -> daytona.effects.stream().skip(before).anyMatch(effect -> effect.contains(words)));
            departure.begin();
        }
    }

    /** What another worker has of a preview that runs. */
    public Job hold(CreateSandbox preview, String copy) {
        var jobs = new RedisJobs(redis, timeouts, cleanup, limits, clock, "another", settings.lease());
        return ((Claim.Taken) jobs.hold(preview.sandboxId(), preview.userId(), Jobs.Copy.of(copy))).job();
    }

    /** As if the holder had been lost before it could store that. */
    void forget(CreateSandbox command, String field) {
        redis.keys("*:sandbox:" + command.sandboxId())
                .forEach(key -> redis.opsForHash().put(key, field, ""));
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
