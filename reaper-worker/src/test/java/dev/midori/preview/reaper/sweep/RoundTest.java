package dev.midori.preview.reaper.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.sandbox.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RoundTest {
    private static final Logger log = LoggerFactory.getLogger(RoundTest.class);
    private static final Partition THIRD = Partition.all().get(3);

    @Test
    void everyPartitionIsLookedAtOnce() {
        var seen = new ArrayList<Partition>();

        var round = Round.over(() -> true, 10, partition -> {
            seen.add(partition);
            return 1;
        });

        assertThat(seen).containsExactlyInAnyOrderElementsOf(Partition.all());
        assertThat(round.looks()).isEqualTo(Partition.COUNT);
        assertThat(round.found()).isEqualTo(Partition.COUNT);
    }

    @Test
    void aFullBatchBringsItBackUntilNoneIsFull() {
        var left = new HashMap<>(Map.of(THIRD, 25));

        var round = Round.over(() -> true, 10, partition -> {
            int here = left.getOrDefault(partition, 0);
            left.put(partition, Math.max(0, here - 10));
            return Math.min(10, here);
        });

        assertThat(round.found()).isEqualTo(25);
        assertThat(round.looks()).isEqualTo(Partition.COUNT + 2);
    }

    @Test
    void onePartitionThatFailsKeepsNoOtherWaiting() {
        var seen = new HashSet<Partition>();

        var round = Round.over(() -> true, 10, partition -> {
            if (partition.equals(THIRD)) {
                throw new IllegalStateException("the third fails in this test");
            }
            seen.add(partition);
            return 0;
        });
        round.warnOfFailures(log);

        assertThat(seen).hasSize(Partition.COUNT - 1);
        assertThat(round.looks()).isEqualTo(Partition.COUNT);
    }

    @Test
    void itEndsWhenTimeIsUp() {
        var seen = new ArrayList<Partition>();

        Round.over(() -> seen.size() < 5, 1, partition -> {
            seen.add(partition);
            return 1;
        });

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void partitionsTakeTurnsAtBeingFirst() {
        var first = new HashSet<Partition>();

        for (int i = 0; i < 200; i++) {
            var seen = new ArrayList<Partition>(List.of());
            Round.over(seen::isEmpty, 1, partition -> {
                seen.add(partition);
                return 0;
            });
            first.addAll(seen);
        }

        assertThat(first).hasSizeGreaterThan(10);
    }
}
