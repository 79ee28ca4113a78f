package dev.midori.preview.provision.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Breaker breaker = new Breaker(Clock.fixed(NOW, ZoneOffset.UTC), new SimpleMeterRegistry());

    @Test
    void threeSandboxesInARowAreAnOutage() {
        breaker.failed("one", "503");
        breaker.failed("two", "503");
        assertThat(breaker.isOn()).isFalse();

        breaker.failed("three", "no answer in time");

        assertThat(breaker.state()).hasValue(new Breaker.State(NOW, "no answer in time"));
    }

    @Test
    void oneSandboxThatAlwaysFailsIsNone() {
        for (int i = 0; i < 100; i++) {
            breaker.failed("one", "503");
            breaker.failed("two", "503");
        }

        assertThat(breaker.isOn()).isFalse();
    }

    @Test
    void aSuccessInBetweenBeginsTheCountAnew() {
        breaker.failed("one", "503");
        breaker.failed("two", "503");
        breaker.succeeded();
        breaker.failed("three", "503");

        assertThat(breaker.isOn()).isFalse();
    }

    @Test
    void anAnswerEndsIt() {
        breaker.failed("one", "503");
        breaker.failed("two", "503");
        breaker.failed("three", "503");

        breaker.succeeded();

        assertThat(breaker.isOn()).isFalse();
        assertThat(breaker.state()).isEmpty();
    }
}
