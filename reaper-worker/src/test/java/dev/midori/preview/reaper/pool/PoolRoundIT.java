package dev.midori.preview.reaper.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.messaging.Commands;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.CommandCodec;
import dev.midori.preview.reaper.OneSetOfReapers;
import dev.midori.preview.reaper.ReapersUnderTest;
import dev.midori.preview.reaper.sweep.CleanupJobs;
import dev.midori.preview.reaper.sweep.Stops;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.Census;
import dev.midori.preview.state.Endings;
import dev.midori.preview.state.PoolSlots;
import dev.midori.preview.state.PoolSwitch;
import dev.midori.preview.state.PoolSwitch.Standing;
import dev.midori.preview.state.Reservations;
import dev.midori.preview.template.PoolTemplate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

@ExtendWith(OneSetOfReapers.class)
class PoolRoundIT {
    private static final Duration MAX_AGE = Duration.ofHours(4);
    private static final PoolSettings SETTINGS =
            new PoolSettings(true, List.of(), MAX_AGE, Duration.ofMinutes(1), 3, Duration.ofSeconds(10));

    private ReapersUnderTest reapers;

    @BeforeEach
    void begin(ReapersUnderTest shared) {
        reapers = shared;
        reapers.first().getBean(RabbitAdmin.class).purgeQueue(Queues.POOL);
    }

    private static PoolTemplate template(int size, String content) {
        return new PoolTemplate("cafe", size, List.of(new ProjectFile("package.json", content)));
    }

    private PoolRound round(PoolTemplate... templates) {
        var context = reapers.first();
        return new PoolRound(
                List.of(templates),
                SETTINGS,
                slots(),
                pool(),
                context.getBean(Reservations.class),
                context.getBean(Endings.class),
                context.getBean(Commands.class),
                context.getBean(Stops.class),
                context.getBean(Clock.class));
    }

    private PoolSlots slots() {
        return reapers.first().getBean(PoolSlots.class);
    }

    private PoolSwitch pool() {
        return reapers.first().getBean(PoolSwitch.class);
    }

    private List<CreateSandbox> ordered() {
        var all = new ArrayList<CreateSandbox>();
        for (var message = next(); message.isPresent(); message = next()) {
            all.add(message.get());
        }
        return all;
    }

    private Optional<CreateSandbox> next() {
        return Optional.ofNullable(reapers.rabbit().receive(Queues.POOL)).map(message ->
                (CreateSandbox) reapers.first().getBean(CommandCodec.class).decode(message));
    }

    private List<StopSandbox> stops() {
        var all = new ArrayList<StopSandbox>();
        for (var stop = reapers.nextStop(); stop.isPresent(); stop = reapers.nextStop()) {
            all.add(stop.get());
        }
        return all;
    }

    private CreateSandbox waiting(PoolTemplate template) {
        round(template).run();
        var order = ordered().getFirst();
        reapers.runs(order);
        return order;
    }

    @Test
    void fillsWhatIsMissingOnceThroughAQueueOfItsOwn() {
        var template = template(2, "{}");

        round(template).run();
        round(template).run();

        assertThat(ordered())
                .hasSize(2)
                .allSatisfy(order -> {
                    assertThat(PoolSlot.of(order.userId()).orElseThrow().template())
                            .isEqualTo("cafe");
                    assertThat(order.files()).isEqualTo(template.files());
                })
                .extracting(CreateSandbox::userId)
                .doesNotHaveDuplicates();
        assertThat(reapers.rabbit().receive(Queues.PROVISION)).isNull();
        assertThat(pool().reported()).containsExactly(new Standing("cafe", 2, 0, 2, 0, false));
    }

    @Test
    void aFewOfManyAreOnTheirWayAtOnce() {
        round(template(20, "{}")).run();

        assertThat(ordered()).hasSize(4);
    }

    @Test
    void whatWaitsIsInNoFigureOfPeoples() {
        waiting(template(1, "{}"));

        var census = reapers.first()
                .getBean(Census.class)
                .take(Clock.systemUTC().instant().plus(Duration.ofDays(1)));

        assertThat(census.live()).isZero();
        assertThat(census.idle()).isZero();
        assertThat(census.byStatus().getOrDefault(Status.RUNNING, 0L)).isZero();
    }

    @Test
    void whatNobodyClaimsEndsAtItsAge() {
        var waiting = waiting(template(1, "{}"));
        reapers.first().getBean(CleanupJobs.class).due();
        assertThat(stops()).isEmpty();

        reapers.pass(MAX_AGE);
        reapers.freeLocks();
        reapers.first().getBean(CleanupJobs.class).due();

        assertThat(stops()).singleElement().satisfies(stop -> {
            assertThat(stop.sandboxId()).isEqualTo(waiting.sandboxId());
            assertThat(stop.reason()).isEqualTo(EndReason.POOL);
        });
        round(template(1, "{}")).run();
        assertThat(ordered()).as("and is replaced").hasSize(1);
    }

    @Test
    void aSmallerPoolLeavesNothingBehind() {
        var waiting = waiting(template(1, "{}"));

        round(template(0, "{}")).run();

        assertThat(stops()).extracting(StopSandbox::sandboxId).containsExactly(waiting.sandboxId());
        assertThat(reapers.stateOf(waiting.sandboxId())).isEqualTo(new SandboxState.Stopping(EndReason.POOL));
        round(template(0, "{}")).run();
        assertThat(slots().known()).isEmpty();
        assertThat(ordered()).isEmpty();
    }

    @Test
    void aPoolThatIsSwitchedOffLeavesNothingBehind() {
        var waiting = waiting(template(1, "{}"));

        round().run();

        assertThat(stops()).extracting(StopSandbox::sandboxId).containsExactly(waiting.sandboxId());
    }

    @Test
    void otherFilesTakeThePlaceOfWhatWaits() {
        var waiting = waiting(template(1, "{}"));

        round(template(1, "{\"new\":1}")).run();

        assertThat(stops()).extracting(StopSandbox::sandboxId).containsExactly(waiting.sandboxId());
        assertThat(ordered()).extracting(CreateSandbox::contentHash).doesNotContain(waiting.contentHash());
    }

    @Test
    void whatIsPausedIsNotFilledAndKeepsWhatWaits() {
        var template = template(2, "{}");
        waiting(template);
        var other = slots().look(new PoolSlot("cafe", 1)).held();
        pool().turn(false);
        other.forEach(held ->
                reapers.stopped(held.id(), new PoolSlot("cafe", 1).owner().user()));

        round(template).run();

        assertThat(ordered()).isEmpty();
        assertThat(pool().reported()).containsExactly(new Standing("cafe", 2, 1, 0, 0, false));
        pool().turn(true);
        round(template).run();
        assertThat(ordered()).hasSize(1);
    }

    @Test
    void whatFailsAgainAndAgainIsFilledNoMoreUntilSomebodyResumes() {
        var template = template(1, "{}");
        for (int failure = 0; failure < SETTINGS.maxFailures(); failure++) {
            round(template).run();
            assertThat(ordered()).singleElement().satisfies(reapers::fails);
            round(template).run();
            assertThat(ordered()).as("not at once").isEmpty();
            forgetPause();
        }

        round(template).run();

        assertThat(ordered()).isEmpty();
        assertThat(pool().reported()).containsExactly(new Standing("cafe", 1, 0, 0, 3, true));
        pool().turn(true);
        round(template).run();
        assertThat(ordered()).hasSize(1);
    }

    /** As if the last failure had been an hour ago. */
    private void forgetPause() {
        var user = new PoolSlot("cafe", 0).owner().user();
        var key = "preview:{p%s}:pool:%s".formatted(Partition.of(user).digits(), user);
        reapers.redis()
                .opsForHash()
                .increment(key, "failedAt", -Duration.ofHours(1).toMillis());
    }

    @Test
    void whatTheBrokerDoesNotTakeIsOrderedAgain() {
        var template = template(2, "{}");
        try (var alone = reapers.startWithoutBroker()) {
            var round = new PoolRound(
                    List.of(template),
                    SETTINGS,
                    slots(),
                    pool(),
                    alone.getBean(Reservations.class),
                    alone.getBean(Endings.class),
                    alone.getBean(Commands.class),
                    alone.getBean(Stops.class),
                    Clock.systemUTC());
            round.run();
        }
        assertThat(pool().reported()).containsExactly(new Standing("cafe", 2, 0, 0, 0, false));

        round(template).run();

        assertThat(ordered()).hasSize(2);
    }
}
