package dev.midori.preview.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceTest {
    private static final Duration LONGEST = Duration.ofMinutes(30);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            respond-async              | 0    | respond-async
            Respond-Async; foo=bar     | 0    | respond-async
            respond-async, wait=10     | 10   | respond-async
            wait=10                    | 10   | wait=10
            wait = "10"                | 10   | wait=10
            wait=0                     | 0    | wait=0
            wait=86400                 | 1800 | wait=86400
            wait=-1                    | 1800 |
            wait=99999999999           | 1800 |
            return=minimal             | 1800 |
            """)
    void saysHowLongToHold(String header, long seconds, String applied) {
        var preference = Preference.of(List.of(header));

        assertThat(preference.hold(LONGEST)).hasSeconds(seconds);
        assertThat(preference.applied().orElse(null)).isEqualTo(applied);
    }

    @Test
    void withoutAWordTheRequestIsHeldAsLongAsItMayBe() {
        assertThat(Preference.of(List.of()).hold(LONGEST)).isEqualTo(LONGEST);
    }

    @Test
    void headersMayComeApart() {
        assertThat(Preference.of(List.of("respond-async", "wait=3")).hold(LONGEST))
                .hasSeconds(3);
    }
}
