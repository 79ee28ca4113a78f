package dev.midori.preview.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSlotTest {
    @Test
    void isReadBackFromItsUser() {
        var slot = new PoolSlot("react-19", 12);

        assertThat(slot.owner().user()).isEqualTo(new UserId("midori.pool:react-19:12"));
        assertThat(PoolSlot.of(slot.owner().user())).contains(slot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"midori.pool:", "midori.pool:react:0", "midori.pool:react:0:x"})
    void noPersonMayLookLikeOne(String user) {
        assertThat(PoolSlot.isReserved(new UserId(user))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "midori.pools:react:0", "a-midori.pool:react:0"})
    void peopleAreNone(String user) {
        assertThat(PoolSlot.isReserved(new UserId(user))).isFalse();
        assertThat(PoolSlot.of(new UserId(user))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "React", "a b", "a:b", "abcdefghijabcdefghijabcdefghijabcdefghijk"})
    void templatesHaveNamesThatUserIdsCanBeMadeOf(String template) {
        assertThatThrownBy(() -> new PoolSlot(template, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
