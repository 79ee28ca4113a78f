package dev.midori.preview.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewLimits.WhenExceeded;
import dev.midori.preview.sandbox.FilePaths;
import dev.midori.preview.sandbox.ProjectFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import org.springframework.util.unit.DataSize;

/** Whatever bytes a request holds, they are a project within its limits or a problem in our words. */
class ProjectReaderFuzzTest {
    private static final PreviewLimits LIMITS = new PreviewLimits(
            Duration.ofHours(1),
            ZoneOffset.UTC,
            1,
            WhenExceeded.REFUSE,
            3,
            DataSize.ofBytes(40),
            DataSize.ofBytes(10_000));

    private static final Path FOLDER = Path.of("/somewhere/app");

    private final ProjectReader reader = new ProjectReader(LIMITS);

    @FuzzTest
    void read(byte[] body) throws IOException {
        try {
            var project = reader.read(new ByteArrayInputStream(body));
            assertThat(project.project().value()).matches("[A-Za-z0-9._:-]{1,128}");
            assertThat(project.files()).hasSizeBetween(1, 3).allSatisfy(ProjectReaderFuzzTest::check);
            assertThat(FilePaths.clash(
                            project.files().stream().map(ProjectFile::path).toList()))
                    .isEmpty();
        } catch (ProblemException e) {
            assertThat(e.problem().status().is4xxClientError()).isTrue();
            assertThat(e.problem().error()).isNotBlank().doesNotContain("jackson", "Exception", "java.");
        }
    }

    private static void check(ProjectFile file) {
        assertThat(file.content().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(40);
        var place = FOLDER.resolve(file.path());
        assertThat(place.startsWith(FOLDER) && !place.equals(FOLDER))
                .as(file.path())
                .isTrue();
        assertThat(place.normalize().equals(place)).as(file.path()).isTrue();
    }
}
