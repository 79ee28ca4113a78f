package dev.midori.preview.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewLimits.WhenExceeded;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Reservations.Reservation;
import dev.midori.preview.state.StopOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractDurationAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** An hour a day. Redis's clock can't be moved, so the zone is, to one where it is late enough. */
class QuotaIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static StateUnderTest state;

    @BeforeAll
    static void start() {
        state = StateUnderTest.start();
    }

    @AfterAll
    static void stop() {
        state.close();
    }

    @BeforeEach
    void clear() {
        state.clear();
    }

    private static StateUnderTest in(ZoneId zone, int sandboxes) {
        return in(zone, sandboxes, WhenExceeded.REFUSE);
    }

    private static StateUnderTest in(ZoneId zone, int sandboxes, WhenExceeded whenExceeded) {
        return state.under(new PreviewLimits(
                HOUR, zone, sandboxes, whenExceeded, 1000, DataSize.ofMegabytes(1), DataSize.ofMegabytes(8)));
    }

    /** Where it is that late now; up to some hours further on there is a zone, too. */
    private static ZoneOffset whereItIs(LocalTime time) {
        var now = LocalTime.now(Clock.systemUTC()).toSecondOfDay();
        var ahead = time.toSecondOfDay() - now;
        while (ahead > Duration.ofHours(14).toSeconds()) {
            ahead -= (int) Duration.ofDays(1).toSeconds();
        }
        while (ahead < -Duration.ofHours(10).toSeconds()) {
            ahead += (int) Duration.ofDays(1).toSeconds();
        }
        return ZoneOffset.ofTotalSeconds(ahead);
    }

    private static ZoneOffset later(ZoneOffset zone, Duration time) {
        return ZoneOffset.ofTotalSeconds(zone.getTotalSeconds() + (int) time.toSeconds());
    }

    private static AbstractDurationAssert<?> about(Duration actual, Duration expected) {
        return assertThat(actual).isBetween(expected.minus(TOLERANCE), expected.plus(TOLERANCE));
    }

    private static Stream<EndReason> look(StateUnderTest then, SandboxId id) {
        then.makeDue(id);
        return then.look(id).stream().map(StopOrder::reason);
    }

    @Test
    void whoHasTenMinutesLeftAt2340IsEndedAt2350() {
        var zone = whereItIs(LocalTime.of(23, 40));
        SandboxId id;
        try (var at2340 = in(zone, 1)) {
            at2340.use("anna", Duration.ofMinutes(50));
            id = at2340.running("anna", "cafe", "v1");
            about(at2340.dueIn(id), Duration.ofMinutes(10));
        }
        state.runningSince(id, Duration.ofMinutes(10));

        try (var at2350 = in(later(zone, Duration.ofMinutes(10)), 1)) {
            assertThat(look(at2350, id)).containsExactly(EndReason.QUOTA);
            about(at2350.usage.of(new UserId("anna")).today(), HOUR);
            assertThat(at2350.reserve("anna", "cafe", "v2")).isInstanceOf(Reservation.QuotaUsedUp.class);
        }
    }

    @Test
    void whoHasThirtyMinutesLeftAt2340GoesOnIntoTheNextDay() {
        var zone = whereItIs(LocalTime.of(23, 40));
        SandboxId id;
        try (var at2340 = in(zone, 1)) {
            at2340.use("anna", Duration.ofMinutes(30));
            id = at2340.running("anna", "cafe", "v1");
            about(at2340.dueIn(id), Duration.ofMinutes(30));
        }
        state.runningSince(id, Duration.ofMinutes(30));

        try (var at0010 = in(later(zone, Duration.ofMinutes(30)), 1)) {
            assertThat(look(at0010, id)).isEmpty();
            about(at0010.dueIn(id), Duration.ofMinutes(50));
            var account = at0010.usage.of(new UserId("anna"));
            about(account.today(), Duration.ofMinutes(10));
            about(account.days().get(5), Duration.ofMinutes(50));
            assertThat(account.running()).isEqualTo(1);
        }
        state.runningSince(id, Duration.ofMinutes(80));

        try (var at0100 = in(later(zone, Duration.ofMinutes(80)), 1)) {
            assertThat(look(at0100, id)).containsExactly(EndReason.QUOTA);
            var account = at0100.usage.of(new UserId("anna"));
            about(account.today(), HOUR);
            about(account.days().get(5), Duration.ofMinutes(50));
            assertThat(account.running()).isZero();
            assertThat(account.created()).isEqualTo(1);
        }
    }

    @Test
    void twoAtOnceUseTheDayTwiceAsFast() {
        try (var noon = in(whereItIs(LocalTime.NOON), 2)) {
            var first = noon.running("anna", "cafe", "v1");
            about(noon.dueIn(first), HOUR);

            var second = noon.running("anna", "shop", "v1");

            about(noon.dueIn(first), Duration.ofMinutes(30));
            about(noon.dueIn(second), Duration.ofMinutes(30));
            noon.runningSince(first, Duration.ofMinutes(30));
            noon.runningSince(second, Duration.ofMinutes(30));
            about(noon.usage.of(new UserId("anna")).today(), HOUR);
            assertThat(look(noon, first)).containsExactly(EndReason.QUOTA);
            assertThat(look(noon, second)).containsExactly(EndReason.QUOTA);
            about(noon.usage.of(new UserId("anna")).today(), HOUR);
        }
    }

    @Test
    void whatTheFirstLeavesTheSecondMayUse() {
        try (var noon = in(whereItIs(LocalTime.NOON), 2)) {
            var first = noon.running("anna", "cafe", "v1");
            var second = noon.running("anna", "shop", "v1");
            noon.runningSince(first, Duration.ofMinutes(10));
            noon.runningSince(second, Duration.ofMinutes(10));
            noon.stop(first, "anna");
            noon.runningSince(second, Duration.ofMinutes(30));

            assertThat(look(noon, second)).isEmpty();
            about(noon.dueIn(second), Duration.ofMinutes(20));
            assertThat(noon.statusOf(second)).isEqualTo(Status.RUNNING);
        }
    }

    @Test
    void anothersDayIsTheirOwn() {
        try (var noon = in(whereItIs(LocalTime.NOON), 1)) {
            noon.use("anna", HOUR);

            assertThat(noon.reserve("anna", "cafe", "v1")).isInstanceOf(Reservation.QuotaUsedUp.class);
            assertThat(noon.reserve("ben", "cafe", "v1")).isInstanceOf(Reservation.Reserved.class);
            assertThat(noon.usage.of(new UserId("ben")).today()).isZero();
        }
    }

    @Test
    void whoHasUsedMostIsToldWhetherTheirPreviewsRunStillOrNot() {
        try (var noon = in(whereItIs(LocalTime.NOON), 2)) {
            for (var user : List.of("anna", "ben")) {
                noon.stop(ranFor(noon, user, "cafe", Duration.ofMinutes(10)), user);
            }
            noon.stop(ranFor(noon, "anna", "shop", Duration.ofMinutes(20)), "anna");
            ranFor(noon, "cleo", "cafe", Duration.ofMinutes(15));

            var most = noon.inventory.most(10);

            assertThat(most).extracting(spent -> spent.user().value()).containsExactly("anna", "cleo", "ben");
            about(most.get(0).used(), Duration.ofMinutes(30));
            about(most.get(1).used(), Duration.ofMinutes(15));
            about(most.get(2).used(), Duration.ofMinutes(10));
            assertThat(noon.inventory.most(2)).hasSize(2);
        }
    }

    @Test
    void whatIsBookedAfterMidnightIsOfTheDayOnWhichItWasUsed() {
        var zone = whereItIs(LocalTime.of(23, 40));
        SandboxId id;
        try (var at2340 = in(zone, 1)) {
            id = at2340.running("anna", "cafe", "v1");
        }
        state.runningSince(id, Duration.ofMinutes(30));
        try (var at0010 = in(later(zone, Duration.ofMinutes(30)), 1)) {
            at0010.stop(id, "anna");

            assertThat(at0010.inventory.most(10))
                    .singleElement()
                    .satisfies(spent -> about(spent.used(), Duration.ofMinutes(10)));
        }
        try (var theDayBefore = in(zone, 1)) {
            assertThat(theDayBefore.inventory.most(10))
                    .singleElement()
                    .satisfies(spent -> about(spent.used(), Duration.ofMinutes(20)));
        }
        assertThat(state.keys())
                .filteredOn(key -> key.contains(":spent:"))
                .hasSize(2)
                .allSatisfy(
                        key -> assertThat(state.timeToLive(key)).isBetween(Duration.ofHours(47), Duration.ofHours(48)));
    }

    private static SandboxId ranFor(StateUnderTest state, String user, String project, Duration time) {
        var id = state.running(user, project, "v1");
        state.runningSince(id, time);
        return id;
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE, 1s, false",
        "REFUSE, 60m, false",
        "REPLACE, 1s, true",
        "REPLACE_ABANDONED, 1s, false",
        "REPLACE_ABANDONED, 440s, false",
        "REPLACE_ABANDONED, 460s, true"
    })
    void anotherProjectGivesWayAsIsConfigured(WhenExceeded whenExceeded, String lastSeen, boolean givesWay) {
        try (var noon = in(whereItIs(LocalTime.NOON), 1, whenExceeded)) {
            var live = noon.running("anna", "cafe", "v1");
            noon.lastSeen(live, DurationStyle.SIMPLE.parse(lastSeen));

            var answer = noon.reserve("anna", "shop", "v1");

            assertThat(answer).isInstanceOf(givesWay ? Reservation.Reserved.class : Reservation.LimitReached.class);
            assertThat(noon.statusOf(live)).isEqualTo(givesWay ? Status.STOPPING : Status.RUNNING);
        }
    }
}
