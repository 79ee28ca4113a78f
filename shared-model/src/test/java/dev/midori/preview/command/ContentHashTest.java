package dev.midori.preview.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.sandbox.ProjectFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    private static final ProjectFile A = new ProjectFile("a", "1");
    private static final ProjectFile B = new ProjectFile("b", "2");

    @Test
    void theOrderOfFilesDoesNotMatter() {
        assertThat(ContentHash.of(List.of(A, B))).isEqualTo(ContentHash.of(List.of(B, A)));
    }

    @Test
    void aByteThatMovesFromPathToContentMatters() {
        assertThat(ContentHash.of(List.of(new ProjectFile("ab", "c"))))
                .isNotEqualTo(ContentHash.of(List.of(new ProjectFile("a", "bc"))));
    }

    @Test
    void aMissingFileMatters() {
        assertThat(ContentHash.of(List.of(A, B))).isNotEqualTo(ContentHash.of(List.of(A)));
    }
}
