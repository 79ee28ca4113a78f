package dev.midori.preview.state.redis;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/** The day that running time is counted for: its name, when it began, and the name of the one before. */
record Today(InstantSource clock, ZoneId zone) {
    /** As the scripts expect it: today, the start of today in epoch milliseconds, yesterday. */
    List<Object> arguments() {
        var today = LocalDate.ofInstant(clock.instant(), zone);
        return List.of(today, today.atStartOfDay(zone).toInstant().toEpochMilli(), today.minusDays(1));
    }

    /** The names of the last days, today's being the last. */
    List<Object> lastDays(int count) {
        var today = LocalDate.ofInstant(clock.instant(), zone);
        return IntStream.range(0, count)
                .<Object>mapToObj(i -> today.minusDays(count - 1L - i))
                .toList();
    }
}
