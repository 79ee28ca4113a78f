package dev.midori.preview.gateway.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.midori.preview.gateway.ApiSettings;
import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class HeldContentTest {
    private static final int MEBI = 1 << 20;
    private static final PreviewLimits LIMITS = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("preview.limits", Bindable.of(PreviewLimits.class));

    private static final UserId ANNA = new UserId("anna");
    private static final UserId BEN = new UserId("ben");

    private static HeldContent of(int megabytes) {
        return new HeldContent(
                new ApiSettings(null, Duration.ofMinutes(1), 1, List.of(), DataSize.ofMegabytes(megabytes)), LIMITS);
    }

    @Test
    void thereIsRoomForHalfAsManyBytesAsMemoryAndThenNoMore() {
        var content = of(16);
        var first = content.portion(ANNA);
        first.add(7 * MEBI);
        var second = content.portion(ANNA);
        second.add(MEBI);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> content.portion(ANNA).add(1))
                .satisfies(refusal -> {
                    assertThat(refusal.problem().status().value()).isEqualTo(503);
                    assertThat(refusal.problem().retryAfter()).isNotNull();
                });
    }

    @Test
    void whatIsGivenBackTwiceIsThereOnce() {
        var content = of(16);
        var portion = content.portion(ANNA);
        portion.add(8 * MEBI);
        portion.close();
        portion.close();

        content.portion(ANNA).add(8 * MEBI);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> content.portion(ANNA).add(1));
    }

    @Test
    void nobodyTakesItFromEverybodyElse() {
        var content = of(64);
        var first = content.portion(ANNA);
        first.add(8 * MEBI);
        content.portion(ANNA).add(8 * MEBI);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> content.portion(ANNA).add(1));
        content.portion(BEN).add(8 * MEBI);

        first.close();
        content.portion(ANNA).add(8 * MEBI);
    }

    @Test
    void mustHoldTheLargestProject() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(15))
                .withMessageContaining("preview.api.max-held-content");
    }
}
