package dev.midori.preview.localdaytona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static LocalDaytonaSettings at(Path folder) {
        return new LocalDaytonaSettings(
                "", LocalDaytonaSettings.Kind.SIMULATED, folder, 0, "localhost", false, false, Map.of());
    }

    @Test
    void aFolderBelongsToOneServerUntilItEnds(@TempDir Path temporary) throws IOException {
        var folder = temporary.resolve("data");
        var first = new DataFolder(at(folder));

        assertThatIllegalStateException()
                .isThrownBy(() -> new DataFolder(at(folder)))
                .withMessageContaining("in use by another local-daytona");

        first.destroy();
        var next = new DataFolder(at(folder));
        assertThat(next.path()).isDirectory();
        next.destroy();
    }
}
