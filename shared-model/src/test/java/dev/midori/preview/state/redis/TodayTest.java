package dev.midori.preview.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TodayTest {
    /** Days of 23 and of 25 hours, and one that begins at one o'clock. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29T21:30:00Z, 2026-03-29, 2026-03-28T23:00:00Z, 2026-03-28",
        "Europe/Berlin, 2026-03-29T22:00:00Z, 2026-03-30, 2026-03-29T22:00:00Z, 2026-03-29",
        "Europe/Berlin, 2026-10-25T22:59:59Z, 2026-10-25, 2026-10-24T22:00:00Z, 2026-10-24",
        "Africa/Cairo, 2026-04-24T12:00:00Z, 2026-04-24, 2026-04-23T22:00:00Z, 2026-04-23",
        "Asia/Bangkok, 2026-06-01T17:00:00Z, 2026-06-02, 2026-06-01T17:00:00Z, 2026-06-01"
    })
    void aDayBeginsWhenItDoesInItsZone(ZoneId zone, Instant now, String today, Instant start, String yesterday) {
        assertThat(new Today(InstantSource.fixed(now), zone)
                        .arguments().stream().map(Object::toString))
                .containsExactly(today, Long.toString(start.toEpochMilli()), yesterday);
    }
}
