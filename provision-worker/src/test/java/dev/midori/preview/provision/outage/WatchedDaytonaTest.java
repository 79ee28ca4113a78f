package dev.midori.preview.provision.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.provision.fake.FakeDaytona;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WatchedDaytonaTest {
    private final FakeDaytona daytona = new FakeDaytona();
    private final Breaker breaker = Breakers.closed();
    private final WatchedDaytona watched = new WatchedDaytona(daytona, breaker);

    static Stream<DaytonaException> whatFailsEverybody() {
        return Stream.of(
                new DaytonaException.Unavailable("find", "answered 503"),
                new DaytonaException.Unauthorized("find", "answered 401"));
    }

    static Stream<DaytonaException> whatIsAnAnswer() {
        return Stream.of(
                new DaytonaException.NotFound("find", "answered 404"),
                new DaytonaException.Rejected("find", 400, "no such region"),
                new DaytonaException.Throttled("find", Duration.ofSeconds(1)));
    }

    private void failWith(DaytonaException failure) {
        for (var sandbox : new String[] {"one", "two", "three"}) {
            daytona.failNextWith(failure);
            assertThatThrownBy(() -> watched.find(sandbox)).isSameAs(failure);
        }
    }

    @ParameterizedTest
    @MethodSource("whatFailsEverybody")
    void isAnOutageUntilItAnswers(DaytonaException failure) {
        failWith(failure);
        assertThat(breaker.isOn()).isTrue();

        assertThat(watched.find("another")).isEmpty();

        assertThat(breaker.isOn()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("whatIsAnAnswer")
    void isNoOutage(DaytonaException failure) {
        failWith(failure);

        assertThat(breaker.isOn()).isFalse();
    }

    @Test
    void aKeyThatIsStillRefusedDoesNotEndIt() {
        failWith(new DaytonaException.Unauthorized("find", "answered 401"));

        daytona.failNextWith(new DaytonaException.Unauthorized("find", "answered 401"));
        assertThatThrownBy(() -> watched.find("another")).isInstanceOf(DaytonaException.Unauthorized.class);

        assertThat(breaker.isOn()).isTrue();
    }
}
