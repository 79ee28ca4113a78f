package dev.midori.preview.localdaytona.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.midori.preview.localdaytona.TickingClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
    private final TickingClock clock = new TickingClock();
    private final Faults faults = new Faults(clock);

    private static Fault outage(@Nullable Long after, @Nullable Long lasting) {
        return new Fault(null, null, null, after, lasting, null, null, null, 503, null, null);
    }

    private static Fault of(
            @Nullable Operation operation, @Nullable Double rate, @Nullable Integer times, @Nullable Integer status) {
        return new Fault(operation, rate, times, null, null, null, null, null, status, null, null);
    }

    private boolean strikes() {
        return faults.strike(Operation.GET).isPresent();
    }

    @Test
    void anOutageBeginsAndEndsByItself() {
        faults.replace(List.of(outage(10_000L, 30_000L)));

        assertThat(strikes()).isFalse();
        clock.advance(Duration.ofMillis(9_999));
        assertThat(strikes()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(strikes()).isTrue();
        clock.advance(Duration.ofMillis(29_999));
        assertThat(strikes()).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(strikes()).isFalse();
        clock.advance(Duration.ofDays(1));
        assertThat(strikes()).isFalse();
    }

    @Test
    void anOutageWithoutAnEndLastsUntilItIsSwitchedOff() {
        faults.replace(List.of(outage(1_000L, null)));
        assertThat(strikes()).isFalse();

        clock.advance(Duration.ofDays(365));
        assertThat(strikes()).isTrue();

        faults.replace(List.of());
        assertThat(strikes()).isFalse();
    }

    @Test
    void windowsFollowOneAnotherAndAreCountedFromWhenTheyWereSwitchedOn() {
        clock.advance(Duration.ofHours(1));
        faults.replace(List.of(outage(null, 1_000L), outage(5_000L, 1_000L)));

        var struck = IntStream.range(0, 8)
                .mapToObj(_ -> {
                    var strikes = strikes();
                    clock.advance(Duration.ofSeconds(1));
                    return strikes;
                })
                .toList();

        assertThat(struck).containsExactly(true, false, false, false, false, true, false, false);
    }

    @Test
    void aFaultIsSpentOnlyWhileItGoesOn() {
        faults.replace(List.of(new Fault(null, null, 1, 1_000L, null, null, null, null, 500, null, null)));
        assertThat(strikes()).isFalse();

        clock.advance(Duration.ofSeconds(1));

        assertThat(strikes()).isTrue();
        assertThat(strikes()).isFalse();
    }

    @Test
    void theFirstThatFitsStrikes() {
        faults.replace(
                List.of(of(Operation.CREATE, null, null, 500), of(null, 0.0, null, 501), of(null, null, 1, 502)));

        assertThat(faults.strike(Operation.GET)).map(Fault::status).hasValue(502);
        assertThat(faults.strike(Operation.GET)).isEmpty();
        assertThat(faults.strike(Operation.CREATE)).map(Fault::status).hasValue(500);
    }

    @Test
    void aRateIsHowOftenItStrikes() {
        faults.replace(List.of(of(null, 0.2, null, 429)));

        var struck = IntStream.range(0, 10_000).filter(_ -> strikes()).count();

        assertThat(struck).isBetween(1_700L, 2_300L);
    }

    @Test
    void whatCanNotBeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(null, 1.5, null, 500));
        assertThatIllegalArgumentException().isThrownBy(() -> of(null, null, -1, 500));
        assertThatIllegalArgumentException().isThrownBy(() -> of(null, null, null, 42));
        assertThatIllegalArgumentException().isThrownBy(() -> outage(-1L, null)).withMessageContaining("afterMillis");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/sandbox, CREATE",
        "GET, /api/sandbox/one, GET",
        "GET, /toolbox/one/files, FILES",
        "POST, /toolbox/one/files/bulk-upload, UPLOAD",
        "PUT, /api/sandbox/one/labels, LABELS",
        "GET, /toolbox/one/port/3000/in-use, OTHER",
        "GET, /api/health,",
        "PUT, /admin/faults,"
    })
    void everyCallAboutASandboxHasAName(String method, String path, @Nullable Operation operation) {
        assertThat(Operation.of(method, path).orElse(null)).isEqualTo(operation);
    }
}
