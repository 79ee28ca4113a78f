package dev.midori.preview.reaper.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoalescingTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final UserId ANNA = new UserId("anna");
    private static final UserId BEN = new UserId("ben");
    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Random random = new Random(7);
    private final SandboxId cafe = SandboxId.next(ANNA, THEN, random);

    @Test
    void theSignThatReachesFurthestIsKept() {
        var far = beat(LONG, THEN);

        assertThat(kept(beat(SHORT, THEN), far, beat(SHORT, THEN.plusSeconds(9))))
                .containsExactly(far);
    }

    @Test
    void ofTwoThatReachAsFarTheNewerIsKept() {
        var newer = beat(SHORT, THEN.plusSeconds(1));

        assertThat(kept(beat(SHORT, THEN), newer)).containsExactly(newer);
        assertThat(kept(newer, beat(SHORT, THEN))).containsExactly(newer);
    }

    @Test
    void aStrangersSignNeverTakesTheOwnersPlace() {
        var owners = beat(SHORT, THEN);
        var strangers = new Heartbeat(1, cafe, BEN, THEN, LONG, true, "heartbeat");

        assertThat(kept(owners, strangers)).containsExactlyInAnyOrder(owners, strangers);
    }

    @Test
    void aVisibleSignIsAppliedBeforeAHiddenOneThatReachesFurther() {
        var hidden = new Heartbeat(1, cafe, ANNA, THEN, LONG, false, "heartbeat");
        var visible = beat(SHORT, THEN.plusSeconds(1));

        assertThat(kept(hidden, visible)).containsExactly(visible, hidden);
    }

    @Test
    void everySignGoesToThePartitionOfItsSandbox() {
        var beats = IntStream.range(0, 1_000)
                .mapToObj(n -> new UserId("user-" + n))
                .map(user -> new Heartbeat(1, SandboxId.next(user, THEN, random), user, THEN, SHORT, true, "heartbeat"))
                .toList();

        var parts = Coalescing.furthest(beats);

        assertThat(parts).hasSize(Partition.COUNT);
        assertThat(parts.values().stream().flatMap(Collection::stream)).containsExactlyInAnyOrderElementsOf(beats);
        assertThat(parts)
                .allSatisfy((partition, part) -> assertThat(part)
                        .allMatch(beat -> Partition.of(beat.userId()).equals(partition)));
    }

    private Heartbeat beat(Duration aliveFor, Instant at) {
        return new Heartbeat(1, cafe, ANNA, at, aliveFor, true, "heartbeat");
    }

    private List<Heartbeat> kept(Heartbeat... beats) {
        return Coalescing.furthest(List.of(beats)).getOrDefault(cafe.partition(), List.of());
    }
}
