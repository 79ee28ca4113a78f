package dev.midori.preview.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.limits.PoolSettings.Template;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.ProjectFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

class PoolTemplateTest {
    private static final PreviewLimits LIMITS = new PreviewLimits(
            Duration.ofHours(1),
            ZoneOffset.UTC,
            1,
            PreviewLimits.WhenExceeded.REFUSE,
            3,
            DataSize.ofBytes(10),
            DataSize.ofBytes(15));

    private static PoolSettings settings(boolean enabled, Resource project) {
        return new PoolSettings(
                enabled,
                List.of(new Template("cafe", project, 2)),
                Duration.ofHours(4),
                Duration.ofMinutes(1),
                5,
                Duration.ofSeconds(10));
    }

    private static List<PoolTemplate> read(String json) {
        return PoolTemplate.all(settings(true, new ByteArrayResource(json.getBytes(StandardCharsets.UTF_8))), LIMITS);
    }

    @Test
    void isReadInTheFormThatTheApiTakes() {
        var template = read("""
                {"projectId":"cafe","files":[{"path":"a.txt","content":"one"},{"path":"b/c.txt","content":""}]}""").getFirst();

        assertThat(template.files()).containsExactly(new ProjectFile("a.txt", "one"), new ProjectFile("b/c.txt", ""));
        assertThat(template.slots()).containsExactly(new PoolSlot("cafe", 0), new PoolSlot("cafe", 1));
    }

    @Test
    void isNotReadWhereThePoolIsSwitchedOff() {
        assertThat(PoolTemplate.all(settings(false, new FileSystemResource("no such file")), LIMITS))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "{\"files\":[]}",
                "{\"files\":[{\"path\":\"../a\",\"content\":\"\"}]}",
                "{\"files\":[{\"path\":\"a\",\"content\":\"\"},{\"path\":\"a\",\"content\":\"\"}]}",
                "{\"files\":[{\"path\":\"a\",\"content\":\"longer than ten\"}]}",
                "{\"files\":[{\"path\":\"a\",\"content\":\"0123456789\"},{\"path\":\"b\",\"content\":\"0123456789\"}]}"
            })
    void isRefusedWhereNoGatewayWouldTakeIt(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the project of 'cafe'");
    }

    @Test
    void saysWhatItCannotFind() {
        assertThatThrownBy(() -> PoolTemplate.all(settings(true, new FileSystemResource("no such file")), LIMITS))
                .hasMessageContaining("no such file");
    }
}
