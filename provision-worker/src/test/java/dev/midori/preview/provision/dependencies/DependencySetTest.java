package dev.midori.preview.provision.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.sandbox.ProjectFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependencySetTest {
    private static final String REACT = "{\"dependencies\":{\"react\":\"19.3.1\"}}";
    private static final String PINNED = """
            {"lockfileVersion":3,"packages":{"":{"name":"cafe"},"node_modules/react":{"version":"19.3.1",
            "resolved":"https://registry.npmjs.org/react/-/react-19.3.1.tgz","integrity":"sha512-abc"}}}""";

    private static Optional<DependencySet> setOf(String packageJson, ProjectFile... more) {
        var files = new ArrayList<>(List.of(more));
        files.add(new ProjectFile("package.json", packageJson));
        return DependencySet.of(files, "here");
    }

    private static String keyOf(String packageJson, ProjectFile... more) {
        return setOf(packageJson, more).orElseThrow().key();
    }

    private static ProjectFile lock(String content) {
        return new ProjectFile("package-lock.json", content);
    }

    @Nested
    class IsTheSame {
        @Test
        void forProjectsThatHaveNothingElseInCommon() {
            var one = keyOf(
                    "{\"name\":\"one\",\"version\":\"1.0.0\",\"scripts\":{\"dev\":\"vite\"},"
                            + "\"dependencies\":{\"a\":\"1\",\"b\":\"2\"}}",
                    new ProjectFile("src/main.ts", "let x = 1"));
            var other = keyOf("{ \"dependencies\": { \"b\": \"2\", \"a\": \"1\" }, \"type\": \"module\" }");

            assertThat(one).isEqualTo(other).matches("[0-9a-f]{64}");
        }

        @Test
        void whateverStandsInFoldersOfTheProject() {
            assertThat(keyOf(REACT, new ProjectFile("example/.npmrc", "x"), new ProjectFile("docs/yarn.lock", "x")))
                    .isEqualTo(keyOf(REACT));
        }

        @Test
        void withALockThatNpmDoesNotRead() {
            assertThat(keyOf(REACT, new ProjectFile("pnpm-lock.yaml", "x"), new ProjectFile("bun.lock", "x")))
                    .isEqualTo(keyOf(REACT));
        }
    }

    @Nested
    class IsAnother {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"dependencies\":{\"react\":\"19.3.0\"}}",
                    "{\"dependencies\":{\"react\":\"^19.3.1\"}}",
                    "{\"devDependencies\":{\"react\":\"19.3.1\"}}",
                    "{\"optionalDependencies\":{\"react\":\"19.3.1\"}}",
                    "{\"peerDependencies\":{\"react\":\"19.3.1\"}}",
                    "{\"dependencies\":{\"react\":\"19.3.1\",\"vue\":\"3\"}}",
                    "{\"dependencies\":{\"react\":\"19.3.1\"},\"overrides\":{\"scheduler\":\"0.27.0\"}}",
                    "{\"dependencies\":{\"react\":\"19.3.1\"},\"engines\":{\"node\":\">=20\"}}",
                    "{\"dependencies\":{\"react\":\"19.3.1\"},\"devEngines\":{\"runtime\":{\"name\":\"node\"}}}",
                    "{\"dependencies\":{\"react\":\"19.3.1\"},\"os\":[\"linux\"]}",
                    "{\"dependencies\":{\"react\":\"19.3.1\"},\"cpu\":[\"x64\"]}"
                })
        void whereAnythingDiffersThatNpmReads(String packageJson) {
            assertThat(keyOf(packageJson)).isNotEqualTo(keyOf(REACT));
        }

        @Test
        void whereItsLockDiffersInASingleByte() {
            assertThat(Stream.of(keyOf(REACT), keyOf(REACT, lock(PINNED)), keyOf(REACT, lock(PINNED + "\n"))))
                    .doesNotHaveDuplicates();
        }

        @Test
        void whereTheSameLockHasAnotherName() {
            assertThat(keyOf(REACT, new ProjectFile("npm-shrinkwrap.json", PINNED)))
                    .isNotEqualTo(keyOf(REACT, lock(PINNED)));
        }

        @Test
        void whereItIsInstalledElsewhere() {
            var files = List.of(new ProjectFile("package.json", REACT));

            assertThat(DependencySet.of(files, "there").orElseThrow().key()).isNotEqualTo(keyOf(REACT));
        }

        @Test
        void whereOverridesStandInAnotherOrder() {
            var one = "{\"dependencies\":{\"a\":\"1\"},\"overrides\":{\"b@1\":\"2\",\"b@^1\":\"3\"}}";
            var other = "{\"dependencies\":{\"a\":\"1\"},\"overrides\":{\"b@^1\":\"3\",\"b@1\":\"2\"}}";

            assertThat(keyOf(one)).isNotEqualTo(keyOf(other));
        }
    }

    @Nested
    class IsNotShared {
        @ParameterizedTest
        @ValueSource(strings = {"", "no json", "[]", "null", "{}", "{\"dependencies\":{}}", "{\"dependencies\":[]}"})
        void whereNothingIsSaidToBeInstalled(String packageJson) {
            assertThat(setOf(packageJson)).isEmpty();
        }

        @Test
        void whereThereIsNoPackageJsonAtAll() {
            assertThat(DependencySet.of(List.of(new ProjectFile("example/package.json", REACT)), "here"))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "file:../other",
                    "link:../other",
                    "portal:../other",
                    "workspace:*",
                    "../other",
                    "./other",
                    ".",
                    " . ",
                    "~/other",
                    "/etc",
                    "other.tgz",
                    "other.TAR.GZ",
                    "git+https://example.org/x.git",
                    "git@github.com:x/y.git",
                    "github:x/y",
                    "x/y",
                    "x/y#main",
                    "gist:11081aaa281",
                    "https://example.org/x.tgz",
                    "http://example.org/x",
                    "npm:../x",
                    "npm:x@file:../y",
                    "patch:x@1.0.0#x.patch",
                    "C:\\x",
                    "1.0.0; rm -rf /"
                })
        void withWhatIsNotTheRegistrys(String spec) {
            var quoted = spec.replace("\\", "\\\\");

            assertThat(setOf("{\"dependencies\":{\"x\":\"%s\"}}".formatted(quoted)))
                    .isEmpty();
            assertThat(setOf("{\"dependencies\":{\"x\":\"1\"},\"overrides\":{\"y\":{\"z\":\"%s\"}}}".formatted(quoted)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"../x", "", ".bin", "@/x", "@../x", "a/b", "x\\u0000", "x y"})
        void withNamesThatNoPackageHas(String name) {
            assertThat(setOf("{\"dependencies\":{\"%s\":\"1\"}}".formatted(name)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "{}", "null", "[\"1\"]"})
        void withVersionsThatAreNoText(String version) {
            assertThat(setOf("{\"dependencies\":{\"x\":%s}}".formatted(version)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "preinstall",
                    "install",
                    "postinstall",
                    "prepublish",
                    "preprepare",
                    "prepare",
                    "postprepare",
                    "dependencies"
                })
        void withScriptsOfItsOwnThatNpmRunsThen(String script) {
            assertThat(setOf("{\"scripts\":{\"%s\":\"x\"},\"dependencies\":{\"x\":\"1\"}}".formatted(script)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"workspaces\":[\"a\"]",
                    "\"bundleDependencies\":[\"x\"]",
                    "\"bundledDependencies\":true",
                    "\"overrides\":[\"x\"]",
                    "\"devDependencies\":\"x\""
                })
        void withMoreThanPackagesOfTheRegistry(String more) {
            assertThat(setOf("{\"dependencies\":{\"x\":\"1\"},%s}".formatted(more)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {".npmrc", "yarn.lock", "binding.gyp"})
        void withOtherFilesThatNpmReads(String path) {
            assertThat(setOf(REACT, new ProjectFile(path, ""))).isEmpty();
        }

        @Test
        void withTwoLocks() {
            assertThat(setOf(REACT, lock(PINNED), new ProjectFile("npm-shrinkwrap.json", PINNED)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "no json",
                    "{\"lockfileVersion\":3}",
                    "{\"packages\":{\"node_modules/x\":{\"resolved\":\"../x\",\"link\":true}}}",
                    "{\"packages\":{\"packages/x\":{\"version\":\"1.0.0\"}}}",
                    "{\"packages\":{\"node_modules/../x\":{\"version\":\"1.0.0\"}}}",
                    "{\"packages\":{\"node_modules/x\":{\"version\":\"1\",\"resolved\":\"git+ssh://git@h/x.git#1\"}}}",
                    "{\"packages\":{\"node_modules/x\":{\"version\":\"1\",\"resolved\":\"https://h/x.tgz\"}}}",
                    "{\"packages\":{\"node_modules/x\":{\"version\":\"1\",\"resolved\":\"https://u:p@h/x.tgz\","
                            + "\"integrity\":\"sha512-x\"}}}",
                    "{\"packages\":{\"node_modules/x\":{\"version\":\"1\",\"resolved\":\"file:x.tgz\","
                            + "\"integrity\":\"sha512-x\"}}}",
                    "{\"packages\":{\"node_modules/x\":{}}}",
                    "{\"dependencies\":{\"x\":{\"version\":\"github:x/y#1\"}}}",
                    "{\"dependencies\":{\"x\":{\"version\":\"1\",\"dependencies\":{\"y\":{\"version\":\"file:y\"}}}}}"
                })
        void withALockThatDoesNotPinWhatItNames(String lock) {
            assertThat(setOf(REACT, lock(lock))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3",
                "^1.2.3",
                "~1.2",
                ">=1 <2 || 3.x",
                "1.2.3 - 2",
                "*",
                "",
                "latest",
                "next",
                "1.0.0-beta.1+build.5",
                "npm:react@19",
                "npm:@scope/name@^1.0.0",
                "npm:react"
            })
    void takesEveryFormThatTheRegistryAnswers(String spec) {
        assertThat(setOf("{\"dependencies\":{\"@scope/x\":\"%s\"}}".formatted(spec)))
                .isPresent();
    }

    @Test
    void takesAnOverrideThatPointsAtADependency() {
        assertThat(setOf("{\"dependencies\":{\"x\":\"1\"},\"overrides\":{\"y\":{\".\":\"2\",\"x\":\"$x\"}}}"))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'packages':{'':{'workspaces':['a']},'node_modules/x':{'version':'1.0.0','inBundle':true}}}",
                "{'dependencies':{'x':{'version':'1.0.0','resolved':'https://h/x.tgz','integrity':'sha1-x',"
                        + "'dependencies':{'y':{'version':'2.0.0','bundled':true}}}}}"
            })
    void takesLocksOfEveryVersion(String lock) {
        assertThat(setOf(REACT, lock(lock.replace('\'', '"')))).isPresent();
    }

    @Test
    void bringsNothingOfTheProjectAlong() {
        var files = setOf(
                        "{\"name\":\"secret-name\",\"author\":\"anna\",\"scripts\":{\"dev\":\"secret\"},"
                                + "\"dependencies\":{\"b\":\"2\",\"a\":\"1\"}}",
                        lock(PINNED),
                        new ProjectFile(".env", "KEY=secret"),
                        new ProjectFile("src/secret.ts", "secret"))
                .orElseThrow()
                .files();

        assertThat(files)
                .containsExactlyInAnyOrder(
                        lock(PINNED), new ProjectFile("package.json", "{\"dependencies\":{\"a\":\"1\",\"b\":\"2\"}}"));
    }
}
