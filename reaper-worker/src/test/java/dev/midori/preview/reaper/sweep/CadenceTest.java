package dev.midori.preview.reaper.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.limits.CleanupSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CadenceTest {
    @Test
    void aLockOutlivesItsCooldownAndEndsBeforeTheNextSweep() {
        var cadence = new Cadence(settings(Map.of()));

        assertThat(cadence.idleCooldown()).hasMinutes(4);
        assertThat(cadence.idleAtMost())
                .isGreaterThanOrEqualTo(cadence.idleCooldown())
                .isLessThan(cadence.idleInterval());
        assertThat(cadence.dueAtMost()).isPositive().isLessThan(cadence.dueInterval());
        assertThat(cadence.endedAtMost()).isPositive().isLessThan(cadence.endedInterval());
    }

    @Test
    void withoutACooldownASweepStillHasTime() {
        var cadence = new Cadence(settings(Map.of(
                "preview.cleanup.idle-cooldown", "0s",
                "preview.cleanup.idle-interval", "1s")));

        assertThat(cadence.idleAtMost()).isEqualTo(Duration.ofMillis(500));
    }

    private static CleanupSettings settings(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("preview.cleanup", Bindable.of(CleanupSettings.class));
    }
}
