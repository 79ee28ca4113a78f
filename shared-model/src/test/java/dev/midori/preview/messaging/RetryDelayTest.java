package dev.midori.preview.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryDelayTest {
    @Test
    void waitsLongerAfterEachAttempt() {
        assertThat(RetryDelay.afterAttempt(1)).isEqualTo(RetryDelay.SHORT);
        assertThat(RetryDelay.afterAttempt(2)).isEqualTo(RetryDelay.MEDIUM);
        assertThat(RetryDelay.afterAttempt(3)).isEqualTo(RetryDelay.LONG);
        assertThat(RetryDelay.afterAttempt(99)).isEqualTo(RetryDelay.LONG);
    }

    @Test
    void neverComesBackBeforeItWasAskedTo() {
        assertThat(RetryDelay.atLeast(Duration.ZERO)).isEqualTo(RetryDelay.SHORT);
        assertThat(RetryDelay.atLeast(Duration.ofSeconds(11))).isEqualTo(RetryDelay.MEDIUM);
        assertThat(RetryDelay.atLeast(Duration.ofMinutes(5))).isEqualTo(RetryDelay.LONG);
        assertThat(RetryDelay.atLeast(Duration.ofHours(1))).isEqualTo(RetryDelay.LONG);
    }
}
