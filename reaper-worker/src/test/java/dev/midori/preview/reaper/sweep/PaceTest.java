package dev.midori.preview.reaper.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private final AtomicLong nanos = new AtomicLong();

    @ParameterizedTest
    @ValueSource(longs = {0, 42, -42, Long.MAX_VALUE, Long.MIN_VALUE})
    void turnsComeAtASteadyRateWhereverTimeBegins(long begin) {
        nanos.set(begin);
        var pace = new Pace(10, nanos::get);

        assertThat(Stream.generate(pace::untilMyTurn).limit(4).map(Duration::toMillis))
                .containsExactly(0L, 100L, 200L, 300L);
    }

    @Test
    void whoeverWaitedLongEnoughAnywayWaitsNoMore() {
        var pace = new Pace(10, nanos::get);
        pace.untilMyTurn();

        nanos.addAndGet(Duration.ofMillis(60).toNanos());

        assertThat(pace.untilMyTurn()).hasMillis(40);
    }

    @Test
    void turnsThatNobodyTookAreNotSavedUp() {
        var pace = new Pace(10, nanos::get);

        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(pace.untilMyTurn()).isZero();
        assertThat(pace.untilMyTurn()).hasMillis(100);
    }
}
