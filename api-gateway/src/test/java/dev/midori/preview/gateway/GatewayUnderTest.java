package dev.midori.preview.gateway;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.Reply;
import dev.midori.preview.limits.CleanupSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.CommandCodec;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

/** A gateway on a real broker and a real Redis, and what workers do around it. */
public final class GatewayUnderTest implements AutoCloseable {
    public static final PreviewLink LINK = new PreviewLink("http://signed", "http://private", "the-token");

    private final TestRabbit broker;
    private final TestRedis state;
    private final Clock clock = Clock.systemUTC();
    private final ConfigurableApplicationContext gateway;
    private final Http http;
    private final boolean ownsServers;

    private GatewayUnderTest(TestRabbit broker, TestRedis state, boolean ownsServers, List<String> settings) {
        this.broker = broker;
        this.state = state;
        this.ownsServers = ownsServers;
        var defaults = Map.of(
                "server.port", "0",
                "preview.auth", "dev",
                "preview.canary.interval", "1h",
                "preview.sample", "../deploy/samples/test-cafe.json",
                "preview.api.allowed-origins", "https://midori.example",
                "spring.rabbitmq.addresses", broker.url(),
                "spring.data.redis.url", state.url());
        var arguments = Stream.concat(
                defaults.entrySet().stream()
                        .map(setting -> "--%s=".formatted(setting.getKey()) + setting.getValue())
                        .filter(setting -> settings.stream().noneMatch(isSameAs(setting))),
                settings.stream());
        gateway = new SpringApplicationBuilder(GatewayApplication.class).run(arguments.toArray(String[]::new));
        http = new Http(port());
        bean(Knowledge.class).completed(bean(Knowledge.class).begin());
    }

    private static Predicate<String> isSameAs(String setting) {
        return other -> other.startsWith(setting.substring(0, setting.indexOf('=') + 1));
    }

    public static GatewayUnderTest start(String... settings) {
        return new GatewayUnderTest(TestRabbit.start(), TestRedis.start(), true, List.of(settings));
    }

    /** Another gateway on the same broker and the same Redis. */
    public GatewayUnderTest another(String... settings) {
        return new GatewayUnderTest(broker, state, false, List.of(settings));
    }

    public int port() {
        return Objects.requireNonNull(gateway.getEnvironment().getProperty("local.server.port", Integer.class));
    }

    public Http http() {
        return http;
    }

    public TestRabbit broker() {
        return broker;
    }

    public TestRedis state() {
        return state;
    }

    /** As if nothing had ever happened; the queues are there, whatever a test did to them. */
    public void clear() {
        forgetAll();
        var admin = gateway.getBean(RabbitAdmin.class);
        admin.initialize();
        for (var queue : List.of(Queues.PROVISION, Queues.UPDATE, Queues.STOP, Queues.HEARTBEAT, Queues.DEAD_LETTERS)) {
            admin.purgeQueue(queue);
        }
    }

    /** Nothing is known but that there is nothing. */
    public void forgetAll() {
        state.flush();
        bean(Knowledge.class).completed(bean(Knowledge.class).begin());
    }

    /** As if the owner had read the status at this pace. */
    public void readsEvery(String id, Duration pace) {
        redis().opsForHash().put(record(id), "readsEvery", Long.toString(pace.toMillis()));
    }

    /** As if a fault of ours had written its record. */
    public void garble(String id) {
        redis().opsForHash().put(record(id), "revision", "banana");
    }

    /** Those that reapers wait to hear of. */
    public Set<String> seenGateways() {
        return Objects.requireNonNull(redis().opsForZSet().range("preview:{canary}:seen", 0, -1));
    }

    private static String record(String id) {
        return "preview:{p%s}:sandbox:%s"
                .formatted(new SandboxId(id).partition().digits(), id);
    }

    public void deleteQueue(String name) {
        // The first publish opens a connection, which would declare the queue again.
        gateway.getBean(RabbitTemplate.class).execute(channel -> channel.isOpen());
        gateway.getBean(RabbitAdmin.class).deleteQueue(name);
    }

    /** The next command of a queue. */
    public Optional<Command> next(String queue) {
        return Optional.ofNullable(gateway.getBean(RabbitTemplate.class).receive(queue))
                .map(message -> gateway.getBean(CommandCodec.class).decode(message));
    }

    /** All commands of a queue. */
    public List<Command> all(String queue) {
        var all = new ArrayList<Command>();
        for (var next = next(queue); next.isPresent(); next = next(queue)) {
            all.add(next.get());
        }
        return all;
    }

    public Optional<Sandbox> find(String id) {
        return gateway.getBean(Sandboxes.class).find(new SandboxId(id));
    }

    /** Takes the next create as a worker does. */
    public Job take() {
        return take((CreateSandbox) next(Queues.PROVISION).orElseThrow());
    }

    public Job take(CreateSandbox command) {
        return ((Claim.Taken) jobs().claim(command, Jobs.Copy.of("copy"))).job();
    }

    /** Carries a job out, up to its running preview. */
    public static void run(Job job) {
        job.record(Step.CREATING, Map.of("createBegunAt", "1", "daytonaId", "daytona-1"));
        job.run("daytona-1", LINK);
    }

    /** A preview of somebody who doesn't call this gateway. */
    public String runningOf(String user) {
        var owner = new UserId(user);
        var project = new ProjectId("theirs");
        var id = SandboxId.next(owner, clock.instant(), new Random());
        bean(Reservations.class)
                .reserve(new Reservations.Wish(
                        id, new Owner(owner, project), "v1", Duration.ofMinutes(5), false, false));
        run(take(new CreateSandbox(1, id, owner, project, clock.instant(), 1, "v1", List.of())));
        return id.value();
    }

    /** As if the user had used so much of the day already. */
    public void spend(String user, Duration time) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var partition = Partition.of(new UserId(user));
        redis().opsForValue()
                .set(
                        "preview:{p%s}:usage:%s:%s".formatted(partition.digits(), user, today),
                        Long.toString(time.toSeconds()));
    }

    /** The owner was last seen so long ago. */
    public void lastSeen(String id, Duration ago) {
        redis().opsForHash()
                .put(
                        record(id),
                        "lastHeartbeatAt",
                        Long.toString(clock.instant().minus(ago).toEpochMilli()));
    }

    /** As if it had settled long ago. */
    public void forgetEvents(String id) {
        redis().delete("preview:{p%s}:events:%s"
                .formatted(new SandboxId(id).partition().digits(), id));
    }

    private StringRedisTemplate redis() {
        return gateway.getBean(StringRedisTemplate.class);
    }

    private RedisJobs jobs() {
        return new RedisJobs(
                redis(),
                gateway.getBean(PreviewTimeouts.class),
                gateway.getBean(CleanupSettings.class),
                gateway.getBean(PreviewLimits.class),
                clock,
                "worker",
                Duration.ofSeconds(30));
    }

    public <T> T bean(String name, Class<T> type) {
        return gateway.getBean(name, type);
    }

    public <T> T bean(Class<T> type) {
        return gateway.getBean(type);
    }

    /** Answers to changes and reads of files as a worker does, until it is closed. */
    public AutoCloseable answering(Function<Command, Optional<Reply>> worker) {
        var connection = gateway.getBean("rabbitConnectionFactory", ConnectionFactory.class);
        var rabbit = new RabbitTemplate(connection);
        var codec = gateway.getBean(CommandCodec.class);
        var container = new SimpleMessageListenerContainer(connection);
        container.setQueueNames(Queues.UPDATE);
        container.setConcurrentConsumers(4);
        container.setMessageListener(message -> worker.apply(codec.decode(message))
                .ifPresent(reply -> {
                    var answer = codec.encode(reply);
                    answer.getMessageProperties()
                            .setCorrelationId(message.getMessageProperties().getCorrelationId());
                    rabbit.send("", message.getMessageProperties().getReplyTo(), answer);
                }));
        container.start();
        return container::stop;
    }

    public void stopGateway() {
        gateway.close();
    }

    @Override
    public void close() {
        gateway.close();
        if (ownsServers) {
            broker.close();
            state.close();
        }
    }
}
