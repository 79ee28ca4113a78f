package dev.midori.preview.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgainAndAgainTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "3, 4", "5, 16", "6, 30", "1000000, 30"})
    void thePauseDoublesUpToHalfAMinute(int times, int seconds) {
        assertThat(AgainAndAgain.pause(times)).hasSeconds(seconds);
    }
}
