package dev.midori.preview.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.sandbox.UserId;
import org.junit.jupiter.api.Test;

class PerUserTest {
    private static final UserId ANNA = new UserId("anna");
    private static final UserId BEN = new UserId("ben");

    private final PerUser open = new PerUser(2);

    @Test
    void nobodyHasMoreThanTheyMay() {
        assertThat(open.enter(ANNA)).isTrue();
        assertThat(open.enter(ANNA)).isTrue();

        assertThat(open.enter(ANNA)).isFalse();

        assertThat(open.enter(BEN)).isTrue();
        assertThat(open.count()).isEqualTo(3);
    }

    @Test
    void whoeverLeavesMakesRoomForAnother() {
        open.enter(ANNA);
        open.enter(ANNA);
        open.enter(ANNA);

        open.leave(ANNA);

        assertThat(open.enter(ANNA)).isTrue();
        assertThat(open.enter(ANNA)).isFalse();
    }

    @Test
    void nothingIsKeptOfWhoeverHasLeft() {
        open.enter(ANNA);
        open.leave(ANNA);
        open.leave(ANNA);

        assertThat(open.count()).isZero();
    }
}
