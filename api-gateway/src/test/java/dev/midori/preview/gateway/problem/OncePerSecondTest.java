package dev.midori.preview.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OncePerSecondTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final OncePerSecond once = new OncePerSecond(now::get);

    @Test
    void theFirstIsToldAtOnceAndThoseOfItsSecondAreNot() {
        assertThat(once.come()).isEqualTo(1);
        assertThat(once.come()).isZero();

        now.updateAndGet(it -> it.plusMillis(999));
        assertThat(once.come()).isZero();
    }

    @Test
    void theNextThatIsToldSaysHowManyWereNot() {
        once.come();
        once.come();
        once.come();

        now.updateAndGet(it -> it.plusSeconds(1));
        assertThat(once.come()).isEqualTo(3);

        now.updateAndGet(it -> it.plusSeconds(60));
        assertThat(once.come()).isEqualTo(1);
    }

    @Test
    void ofManyThatComeAtOnceOneIsTold() {
        var told = new LongAdder();

        IntStream.range(0, 10_000).parallel().forEach(_ -> told.add(once.come() > 0 ? 1 : 0));

        assertThat(told.sum()).isEqualTo(1);
    }
}
