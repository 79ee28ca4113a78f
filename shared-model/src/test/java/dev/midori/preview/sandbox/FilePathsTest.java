package dev.midori.preview.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "package.json",
                "src/App.tsx",
                "a/b/c/d",
                ".env.example",
                "src/[slug]/page.tsx",
                "public/เมนู.svg",
                "a b/c d",
                "...",
                "a..b",
                ".gitignore",
                "node_modules.txt"
            })
    void acceptsOrdinaryPaths(String path) {
        assertThat(FilePaths.problemWith(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x",
                "a/../b",
                "a/..",
                "./a",
                "a/./b",
                "a//b",
                "a/",
                "a\\b",
                "C:/x",
                "c:x",
                "a\u0000b",
                "a\nb",
                "a\u0085b",
                "a\u2028b",
                "\ud800",
                " a",
                "a ",
                "node_modules/x",
                "a/node_modules/x",
                ".git/config",
                "a/.git/hooks/x"
            })
    void refusesWhatCouldLeaveTheFolderOrTheFileSystem(String path) {
        assertThat(FilePaths.problemWith(path)).isPresent();
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(FilePaths.problemWith("a".repeat(512))).isEmpty();
        assertThat(FilePaths.problemWith("a".repeat(513))).isPresent();
        assertThat(FilePaths.problemWith("ก".repeat(171))).isPresent();
    }

    @Test
    void whateverPassesStaysWithinItsFolder() {
        var random = new Random(42);
        var alphabet = "ab./\\ :\u0000\nก-_";
        var folder = Path.of("/somewhere/app");
        for (int i = 0; i < 20_000; i++) {
            var path = new StringBuilder();
            for (int j = random.nextInt(1, 12); j > 0; j--) {
                path.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (FilePaths.problemWith(path.toString()).isEmpty()) {
                var resolved = folder.resolve(path.toString());
                assertThat(resolved.startsWith(folder) && !resolved.equals(folder))
                        .as(path.toString())
                        .isTrue();
                assertThat(resolved.normalize().equals(resolved))
                        .as(path.toString())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"a;b;a,a", "src;src/App.tsx,src/App.tsx", "a/b/c;a/b;x,a/b/c"})
    void findsFilesThatCannotExistBesideEachOther(String paths, String expected) {
        assertThat(FilePaths.clash(List.of(paths.split(";", -1)))).contains(expected);
    }

    @Test
    void neighboursDoNotClash() {
        assertThat(FilePaths.clash(List.of("a/b", "a/c", "ab", "a.b/c"))).isEmpty();
    }
}
