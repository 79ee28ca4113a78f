package dev.midori.preview.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewLimits.WhenExceeded;
import dev.midori.preview.limits.PreviewTimeouts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class NoRoomTest {
    /** A day of 23 hours, one of 25, and an ordinary one, each seen from its beginning. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T23:00:00Z, 23",
        "Europe/Berlin, 2026-10-24T22:00:00Z, 25",
        "UTC, 2026-10-24T00:00:00Z, 24"
    })
    void theNextDayBeginsWhenItDoesInItsZone(ZoneId zone, Instant now, int hours) {
        var minute = Duration.ofMinutes(1);
        var noRoom = new NoRoom(
                new PreviewLimits(
                        Duration.ofHours(1),
                        zone,
                        1,
                        WhenExceeded.REFUSE,
                        1000,
                        DataSize.ofMegabytes(1),
                        DataSize.ofMegabytes(8)),
                new PreviewTimeouts(minute, minute, minute, minute, minute, minute),
                Clock.fixed(now, zone));

        var refused = noRoom.quota();

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(hours));
        assertThat(refused.details())
                .containsEntry("resetAt", now.plus(Duration.ofHours(hours)).toString());
    }
}
