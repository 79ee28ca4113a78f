package dev.midori.preview.localdaytona.machine.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Times as they are configured, and what is drawn from them. */
class TimesTest {
    private static final int DRAWS = 20_000;

    /** As in {@code min=1s max=2s}. */
    private static Distribution configured(String settings) {
        var source = new MapConfigurationPropertySource(Arrays.stream(settings.split(" "))
                .collect(Collectors.toMap(
                        setting -> "times." + setting.substring(0, setting.indexOf('=')),
                        setting -> setting.substring(setting.indexOf('=') + 1))));
        return new Binder(source).bind("times", Times.class).get().distribution();
    }

    /** Drawn times in milliseconds, the shortest first. */
    private static double[] drawn(String settings) {
        var distribution = configured(settings);
        var random = new Random(7);
        return Stream.generate(() -> distribution.draw(random))
                .limit(DRAWS)
                .mapToDouble(time -> time.toNanos() / 1e6)
                .sorted()
                .toArray();
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[sorted.length * percent / 100];
    }

    @Test
    void aConstantIsAlwaysTheSame() {
        assertThat(drawn("constant=40ms")).containsOnly(40);
    }

    @Test
    void betweenTwoTimesEachIsAsLikely() {
        var times = drawn("min=100ms max=300ms");

        assertThat(times[0]).isGreaterThanOrEqualTo(100);
        assertThat(times[times.length - 1]).isLessThanOrEqualTo(300);
        for (var percent : new int[] {10, 25, 50, 75, 90}) {
            assertThat(percentile(times, percent)).isCloseTo(100 + 2 * percent, within(5.0));
        }
    }

    @Test
    void aNormalDistributionIsAroundItsMean() {
        var times = drawn("mean=1s deviation=100ms");

        assertThat(percentile(times, 50)).isCloseTo(1000, within(5.0));
        assertThat(percentile(times, 16)).isCloseTo(900, within(8.0));
        assertThat(percentile(times, 84)).isCloseTo(1100, within(8.0));
    }

    @Test
    void aLogNormalDistributionHasItsPercentilesAndALongTail() {
        var times = drawn("median=20s p95=60s");

        assertThat(percentile(times, 50)).isCloseTo(20_000, within(400.0));
        assertThat(percentile(times, 95)).isCloseTo(60_000, within(2_000.0));
        assertThat(percentile(times, 99)).isGreaterThan(85_000);
    }

    @Test
    void boundsAreKeptAndNoTimeIsNegative() {
        var bounded = drawn("median=20s p95=60s min=15s max=70s");
        assertThat(bounded[0]).isEqualTo(15_000);
        assertThat(bounded[bounded.length - 1]).isEqualTo(70_000);

        assertThat(drawn("mean=10ms deviation=50ms")[0]).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "min=1s",
                "max=1s",
                "min=2s max=1s",
                "constant=1s min=1s max=2s",
                "mean=1s",
                "deviation=1s",
                "mean=1s deviation=1s median=1s",
                "median=1s",
                "median=2s p95=1s",
                "median=0s p95=1s",
                "constant=-1s",
                "constant=400d"
            })
    void whatIsNoDistributionIsRefusedInWords(String settings) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> configured(settings))
                .havingRootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .withMessageStartingWith("local-daytona.simulation: ");
    }

    @Test
    void aKindOfCommandHasTimesOfItsOwnOrTheUsualOnes() {
        var settings = new Binder(
                        new MapConfigurationPropertySource(Map.of("local-daytona.simulation.install.constant", "3s")))
                .bind("local-daytona.simulation", SimulationSettings.class)
                .get();

        var random = new Random(7);
        assertThat(settings.of(SimulationSettings.Kind.INSTALL).draw(random)).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.of(SimulationSettings.Kind.BUILD).draw(random))
                .isBetween(Duration.ofMillis(20), Duration.ofMillis(60));
    }
}
