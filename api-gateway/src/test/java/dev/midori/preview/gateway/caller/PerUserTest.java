package dev.midori.preview.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.sandbox.UserId;
import org.junit.jupiter.api.Test;

class PerUserTest {
    private static final UserId ANNA = new UserId("anna");
    private static final UserId BEN = new UserId("ben");

    private final PerUser open = new PerUser(2);

    @Test
    void nobodyHasMoreThanTheyMay() {
        assertThat(open.take(ANNA, 1)).isTrue();
        assertThat(open.take(ANNA, 1)).isTrue();

        assertThat(open.take(ANNA, 1)).isFalse();

        assertThat(open.take(BEN, 1)).isTrue();
        assertThat(open.count()).isEqualTo(3);
    }

    @Test
    void whoeverLeavesMakesRoomForAnother() {
        open.take(ANNA, 1);
        open.take(ANNA, 1);
        open.take(ANNA, 1);

        open.giveBack(ANNA, 1);

        assertThat(open.take(ANNA, 1)).isTrue();
        assertThat(open.take(ANNA, 1)).isFalse();
    }

    @Test
    void nothingIsKeptOfWhoeverHasLeft() {
        open.take(ANNA, 1);
        open.giveBack(ANNA, 1);
        open.giveBack(ANNA, 1);

        assertThat(open.count()).isZero();
    }
}
