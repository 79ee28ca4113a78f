package dev.midori.preview.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxIdTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final UserId ANNA = new UserId("anna");

    @Test
    void anIdTellsThePartitionOfItsUser() {
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            var user = new UserId("user-" + i);

            assertThat(SandboxId.next(user, NOW, random).partition()).isEqualTo(Partition.of(user));
        }
    }

    @Test
    void idsOfOneUserSortByTheTimeTheyWereMade() {
        var random = new Random(7);

        var earlier = SandboxId.next(ANNA, NOW, random);
        var later = SandboxId.next(ANNA, NOW.plusMillis(1), random);

        assertThat(earlier.value()).isLessThan(later.value());
    }

    @Test
    void anIdTellsWhenItWasMade() {
        assertThat(SandboxId.next(ANNA, NOW, new Random(7)).madeAt()).isEqualTo(NOW);
    }

    @Test
    void readsBackWhatItWrote() {
        var id = SandboxId.next(ANNA, NOW, new Random(7));

        assertThat(SandboxId.parse(id.value())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sb_",
                "sb_64000000000000000000000000000000",
                "sb_0x0000000000000000000000000000",
                "sb_070123456789ab0123456789abcde",
                "sb_070123456789ab0123456789abcdefa",
                "SB_070123456789ab0123456789abcdef",
                "sb_070123456789AB0123456789abcdef",
                "sb_07{p08}6789ab0123456789abcdef",
                "sb_070123456789ab0123456789abcdef\n"
            })
    void refusesWhatIsNotAnId(String text) {
        assertThat(SandboxId.parse(text)).isEmpty();
    }
}
