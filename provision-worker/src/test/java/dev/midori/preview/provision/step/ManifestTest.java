package dev.midori.preview.provision.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.sandbox.ProjectFile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
    private static final ProjectFile PACKAGE =
            file("package.json", "{\"dependencies\":{\"vite\":\"8\"},\"name\":\"a\"}");
    private static final ProjectFile MAIN = file("src/main.ts", "let x = 1");

    private final Manifest first =
            Manifest.EMPTY.toHaveExactly(List.of(PACKAGE, MAIN), 1).after();

    private static ProjectFile file(String path, String content) {
        return new ProjectFile(path, content);
    }

    @Test
    void onlyWhatDiffersIsWrittenOrRemoved() {
        var change = first.toHaveExactly(List.of(PACKAGE, file("src/app.ts", "let y = 2")), 2);

        assertThat(change.write()).extracting(ProjectFile::path).containsExactly("src/app.ts");
        assertThat(change.remove()).containsExactly("src/main.ts");
        assertThat(change.after().files()).containsOnlyKeys("package.json", "src/app.ts");
    }

    @Test
    void theHighestRevisionOfAPathWinsInAnyOrder() {
        var newer = first.toHave(List.of(file("src/main.ts", "let x = 3")), Set.of(), 3)
                .after();

        var older = newer.toHave(List.of(file("src/main.ts", "let x = 2")), Set.of(), 2);

        assertThat(older.isEmpty()).isTrue();
        assertThat(older.after()).isEqualTo(newer);
        assertThat(newer.toHaveExactly(List.of(PACKAGE, file("src/main.ts", "let x = 2")), 2)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aFileThatWasRemovedIsNotBroughtBackByAnOlderRevision() {
        var removed = first.toHave(List.of(), Set.of("src/main.ts"), 3);
        assertThat(removed.remove()).containsExactly("src/main.ts");

        assertThat(removed.after().toHave(List.of(MAIN), Set.of(), 2).isEmpty()).isTrue();
        assertThat(removed.after().toHave(List.of(MAIN), Set.of(), 4).write()).containsExactly(MAIN);
    }

    @Test
    void removingWhatIsNotThereIsNothingToDo() {
        assertThat(first.toHave(List.of(), Set.of("nothing.ts"), 2).isEmpty()).isTrue();
    }

    @Test
    void aFolderMakesWayForAFileOfItsName() {
        var change = first.toHaveExactly(List.of(PACKAGE, file("src", "a file now")), 2);

        assertThat(change.foldersThatBecomeFiles()).containsExactly("src");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "src/main.ts         | let x = 2                                           | HMR",
                "src/main.ts         | let x = 1                                           | NONE",
                "package.json        | {\"dependencies\":{\"vite\":\"8\"},\"name\":\"b\"}  | HMR",
                "package.json        | {\"name\":\"a\",\"dependencies\":{\"vite\":\"9\"}}  | INSTALL",
                "package.json        | {\"dependencies\":{\"vite\":\"8\"},\"scripts\":{}}  | RESTART",
                "package.json        | not json                                            | INSTALL",
                "package-lock.json   | {}                                                  | INSTALL",
                ".npmrc              | x=y                                                 | INSTALL",
                "vite.config.ts      | export default {}                                   | RESTART",
                ".env.local          | A=b                                                 | RESTART",
                "tsconfig.app.json   | {}                                                  | RESTART",
                "src/data/a.json     | {}                                                  | HMR",
            })
    void whatHasChangedDecidesWhatHasToBeDone(String path, String content, Rebuild rebuild) {
        var after = first.toHave(List.of(file(path, content)), Set.of(), 2).after();

        assertThat(first.until(after)).isEqualTo(rebuild);
    }
}
