package dev.midori.preview.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {
    @Test
    void theDefaultsAreTheSeeds() {
        var limits = bind("preview.limits", PreviewLimits.class, Map.of());
        var timeouts = bind("preview.timeouts", PreviewTimeouts.class, Map.of());
        var cleanup = bind("preview.cleanup", CleanupSettings.class, Map.of());

        assertThat(limits.maxUsagePerDay()).isEqualTo(Duration.ofHours(1));
        assertThat(limits.maxConcurrentSandboxes()).isEqualTo(1);
        assertThat(limits.whenExceeded()).isEqualTo(PreviewLimits.WhenExceeded.REPLACE_ABANDONED);
        assertThat(limits.maxProjectSize().toMegabytes()).isEqualTo(8);
        assertThat(timeouts.sandboxCreation()).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeouts.build()).isEqualTo(Duration.ofMinutes(10));
        assertThat(cleanup.idleTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(cleanup.idleCooldown()).isEqualTo(Duration.ofMinutes(4));
        assertThat(bind("preview.heartbeat", HeartbeatSettings.class, Map.of()).goneAfter())
                .isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void aJobMustEndBeforeTheBrokerTakesItAway() {
        assertThatThrownBy(() -> bind("preview.timeouts", PreviewTimeouts.class, Map.of("preview.timeouts.job", "30m")))
                .rootCause()
                .hasMessageContaining("preview.timeouts.job")
                .hasMessageContaining("acknowledgement timeout");
    }

    @Test
    void theCooldownMustEndBeforeTheNextSweep() {
        assertThatThrownBy(() ->
                        bind("preview.cleanup", CleanupSettings.class, Map.of("preview.cleanup.idle-cooldown", "5m")))
                .rootCause()
                .hasMessageContaining("preview.cleanup.idle-cooldown");
    }

    @Test
    void aSandboxMustNotOutliveTheMemoryOfItsEnd() {
        var timeouts = bind("preview.timeouts", PreviewTimeouts.class, Map.of("preview.timeouts.total", "2h"));
        var cleanup = bind("preview.cleanup", CleanupSettings.class, Map.of());

        assertThatThrownBy(() -> cleanup.checkAgainst(timeouts)).hasMessageContaining("preview.timeouts.total");
    }

    @Test
    void nothingWaitsUnlessAskedFor() {
        var pool = bind("preview.pool", PoolSettings.class, Map.of());

        assertThat(pool.enabled()).isFalse();
        assertThat(pool.templates()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "preview.pool.max-age, 24h, preview.pool.max-age",
        "preview.pool.least-life-left, 4h, preview.pool.least-life-left",
        "preview.pool.max-failures, 0, preview.pool.max-failures",
        "preview.pool.templates[0].name, My Template, template's name",
        "preview.pool.templates[0].size, -1, size of 'cafe'"
    })
    void aPoolThatCannotBeKeptIsRefused(String property, String value, String told) {
        var properties = new HashMap<>(Map.of(
                "preview.pool.templates[0].name", "cafe",
                "preview.pool.templates[0].project", "file:/cafe.json"));
        properties.put(property, value);

        assertThatThrownBy(() -> bind("preview.pool", PoolSettings.class, properties))
                .rootCause()
                .hasMessageContaining(told);
    }

    @Test
    void twoTemplatesOfOneNameAreRefused() {
        var properties = Map.of(
                "preview.pool.templates[0].name", "cafe",
                "preview.pool.templates[0].project", "file:/cafe.json",
                "preview.pool.templates[1].name", "cafe",
                "preview.pool.templates[1].project", "file:/other.json");

        assertThatThrownBy(() -> bind("preview.pool", PoolSettings.class, properties))
                .rootCause()
                .hasMessageContaining("named alike");
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, Bindable.of(type));
    }
}
