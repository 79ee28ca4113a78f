package dev.midori.preview.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {
    @Test
    void waitsLongerAfterEachAttempt() {
        assertThat(RetryDelay.afterAttempt(1)).isEqualTo(RetryDelay.SHORT);
        assertThat(RetryDelay.afterAttempt(2)).isEqualTo(RetryDelay.MEDIUM);
        assertThat(RetryDelay.afterAttempt(3)).isEqualTo(RetryDelay.LONG);
        assertThat(RetryDelay.afterAttempt(99)).isEqualTo(RetryDelay.LONG);
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT0S,  SHORT",
        "1, PT11S, MEDIUM",
        "1, PT5M, LONG",
        "1, PT1H, LONG",
        "2, PT5S,  MEDIUM",
        "3, PT5S,  LONG",
        "3, PT0S, LONG"
    })
    void neverComesBackBeforeItWasAskedToNorSoonerEachTime(int attempt, Duration asked, RetryDelay delay) {
        assertThat(RetryDelay.afterAttempt(attempt, Optional.of(asked))).isEqualTo(delay);
    }
}
