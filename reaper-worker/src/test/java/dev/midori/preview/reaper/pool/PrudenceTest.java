package dev.midori.preview.reaper.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.state.PoolSlots.Contents;
import dev.midori.preview.state.PoolSlots.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrudenceTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final int MOST = 5;

    private static Contents failed(int count, Instant last) {
        return new Contents(List.of(), new Failures(count, last, "files"), Optional.empty(), NOW);
    }

    private static Contents filled(Instant at) {
        return new Contents(List.of(), new Failures(0, NOW, ""), Optional.of(at), NOW);
    }

    private static Prudence of(Contents... slots) {
        return Prudence.of(List.of(slots), "files", Optional.empty(), MOST);
    }

    @ParameterizedTest
    @CsvSource({"1, PT30S", "2, PT1M", "3, PT2M", "4, PT4M", "8, PT1H", "60, PT1H"})
    void eachFailureMakesTheNextTryWaitLonger(int failures, Duration pause) {
        assertThat(of(failed(failures, NOW)).until()).isEqualTo(NOW.plus(pause));
    }

    @Test
    void whatNeverFailedWaitsForNothing() {
        assertThat(of(filled(NOW))).isEqualTo(new Prudence(0, Instant.EPOCH, false));
    }

    @Test
    void failuresOfAllSlotsCountTogether() {
        assertThat(of(failed(2, NOW), failed(2, NOW)).isStopped()).isFalse();
        assertThat(of(failed(2, NOW), failed(3, NOW)).isStopped()).isTrue();
    }

    @Test
    void aSuccessAnywhereMakesUpForWhatFailedBefore() {
        assertThat(of(failed(5, NOW.minusSeconds(60)), filled(NOW)).failures()).isZero();
        assertThat(of(failed(5, NOW), filled(NOW.minusSeconds(60))).failures()).isEqualTo(5);
    }

    @Test
    void otherFilesBeginAnew() {
        assertThat(Prudence.of(List.of(failed(5, NOW)), "other files", Optional.empty(), MOST)
                        .isStopped())
                .isFalse();
    }

    @Test
    void anOperatorWhoResumesForgivesWhatWas() {
        assertThat(Prudence.of(List.of(failed(5, NOW)), "files", Optional.of(NOW), MOST)
                        .isStopped())
                .isFalse();
    }
}
