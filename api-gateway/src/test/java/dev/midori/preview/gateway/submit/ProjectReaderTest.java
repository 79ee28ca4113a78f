package dev.midori.preview.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewLimits.WhenExceeded;
import dev.midori.preview.sandbox.ProjectFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ProjectReaderTest {
    private static final PreviewLimits LIMITS = new PreviewLimits(
            Duration.ofHours(1),
            ZoneOffset.UTC,
            1,
            WhenExceeded.REFUSE,
            3,
            DataSize.ofBytes(10),
            DataSize.ofBytes(1000));

    private final ProjectReader reader = new ProjectReader(LIMITS);

    private ProjectRequest read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    private ProjectRequest read(byte[] json) {
        try {
            return reader.read(new ByteArrayInputStream(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Problem refused(String json) {
        return catchThrowableOfType(ProblemException.class, () -> read(json)).problem();
    }

    private Problem refusedFiles(String files) {
        return refused("{\"projectId\":\"cafe\",\"files\":%s}".formatted(files));
    }

    @Test
    void readsWhatAFrontendSendsAndLeavesOutWhatItDoesNotKnow() {
        var request = read("""
                {"userId":"somebody","meta":{"deep":[1,{"er":null}]},
                 "files":[{"path":"a.txt","language":"text","content":"ก","type":{"x":1}},{"content":"","path":"b/c"}],
                 "replace":true,"force":false,"projectId":"cafe"}""");

        assertThat(request.project().value()).isEqualTo("cafe");
        assertThat(request.replace()).isTrue();
        assertThat(request.files()).containsExactly(new ProjectFile("a.txt", "ก"), new ProjectFile("b/c", ""));
    }

    @Test
    void doesNotReplaceUnlessAsked() {
        assertThat(read("{\"projectId\":\"cafe\",\"replace\":null,\"files\":[{\"path\":\"a\",\"content\":\"\"}]}")
                        .replace())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{",
                "{\"projectId\":",
                "{\"projectId\":\"a\"}{}",
                "{\"projectId\":\"a\"}x",
                "{\"projectId\":\"a\",\"projectId\":\"b\"}",
                "{projectId:1}",
                "{\"projectId\":\"a\u0000\"}"
            })
    void whatIsNotOneJsonObjectIsToldSoWithoutTheParsersWords(String json) {
        var problem = refused(json);

        assertThat(problem.code()).isEqualTo("INVALID_REQUEST");
        assertThat(problem.error()).startsWith("The body").doesNotContain("jackson", "token", "Exception");
    }

    @Test
    void invalidUtf8IsNotJson() {
        var bytes = "{\"projectId\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        var problem =
                catchThrowableOfType(ProblemException.class, () -> read(bytes)).problem();

        assertThat(problem.code()).isEqualTo("INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "x-UTF-16LE-BOM"})
    void otherEncodingsAreRefusedThoughTheParserKnowsThem(String encoding) {
        var bytes = "{\"projectId\":\"cafe\"}".getBytes(Charset.forName(encoding));

        var problem =
                catchThrowableOfType(ProblemException.class, () -> read(bytes)).problem();

        assertThat(problem.error()).isEqualTo("The body is not in UTF-8.");
    }

    @Test
    void aMarkBeforeUtf8DoesNoHarm() {
        assertThat(read("\ufeff{\"projectId\":\"cafe\",\"files\":[{\"path\":\"a\",\"content\":\"\"}]}")
                        .project()
                        .value())
                .isEqualTo("cafe");
    }

    @Test
    void nestingAndNumberOfValuesAreBounded() {
        assertThat(refused("{\"x\":" + "[".repeat(100)).error()).contains("nests too deeply");
        assertThat(refused("{\"x\":[" + "0,".repeat(10_000) + "0]}").error()).contains("too many values");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                             | MISSING_PROJECT_ID | projectId
            {"projectId":null}                             | MISSING_PROJECT_ID | projectId
            {"projectId":" "}                              | MISSING_PROJECT_ID | projectId
            {"projectId":7}                                | INVALID_REQUEST    | projectId
            {"projectId":"a b"}                            | INVALID_REQUEST    | projectId
            {"projectId":"a{b}"}                           | INVALID_REQUEST    | projectId
            {"projectId":"a"}                              | NO_FILES           | files
            {"projectId":"a","files":null}                 | NO_FILES           | files
            {"projectId":"a","files":[]}                   | NO_FILES           | files
            {"projectId":"a","files":{}}                   | INVALID_REQUEST    | files
            {"projectId":"a","files":"x"}                  | INVALID_REQUEST    | files
            {"projectId":"a","replace":"yes"}              | INVALID_REQUEST    | replace
            """)
    void everyRefusalNamesTheField(String json, String code, String field) {
        var problem = refused(json);

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.error()).contains(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [7]                                                         | INVALID_REQUEST   | files[0]
            [null]                                                      | INVALID_REQUEST   | files[0]
            [{}]                                                        | INVALID_FILE_PATH | files[0].path
            [{"path":null,"content":""}]                                | INVALID_FILE_PATH | files[0].path
            [{"path":7,"content":""}]                                   | INVALID_REQUEST   | files[0].path
            [{"path":"a"}]                                              | INVALID_REQUEST   | "a"
            [{"path":"a","content":null}]                               | INVALID_REQUEST   | "a"
            [{"path":"a","content":{}}]                                 | INVALID_REQUEST   | files[0].content
            [{"path":"a","content":"\\ud800"}]                          | INVALID_REQUEST   | "a"
            [{"path":"a","content":""},{"path":"a","content":""}]       | INVALID_FILE_PATH | "a"
            [{"path":"a/b","content":""},{"path":"a","content":""}]     | INVALID_FILE_PATH | "a/b"
            """)
    void everyRefusedFileIsNamed(String files, String code, String name) {
        var problem = refusedFiles(files);

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.error()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x",
                "a/../b",
                "./a",
                "a//b",
                "a/",
                "C:/x",
                "a\\\\b",
                "a\\u0000b",
                "a\\nb",
                "\\ud800",
                "node_modules/x",
                ".git/config",
                " a"
            })
    void pathsThatLeaveTheProjectAreRefused(String path) {
        var problem = refusedFiles("[{\"path\":\"%s\",\"content\":\"\"}]".formatted(path));

        assertThat(problem.code()).isEqualTo("INVALID_FILE_PATH");
        assertThat(problem.details()).containsKey("path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ".env", "src/[id]/page.tsx", "public/ไทย.svg", "a b.txt", "...", "node_modules.txt"})
    void ordinaryPathsAreFine(String path) {
        assertThat(read("{\"projectId\":\"a\",\"files\":[{\"path\":\"%s\",\"content\":\"\"}]}".formatted(path))
                        .files())
                .extracting(ProjectFile::path)
                .containsExactly(path);
    }

    @Test
    void whatIsQuotedIsShortAndCanBeWritten() {
        var path = "😀".repeat(200) + "\\ud800";

        var problem = refusedFiles("[{\"path\":\"%s\",\"content\":\"\"}]".formatted(path));

        assertThat(Utf8.length(problem.error())).isPresent();
        assertThat(problem.error()).hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890", "กกก1", "😀😀12"})
    void aFileMayBeAsLongAsTheLimitInUtf8(String content) {
        assertThat(read("{\"projectId\":\"a\",\"files\":[{\"path\":\"a\",\"content\":\"%s\"}]}".formatted(content))
                        .files())
                .hasSize(1);
        assertThat(refusedFiles("[{\"content\":\"%s!\",\"path\":\"long.txt\"}]".formatted(content)))
                .returns("FILE_TOO_LARGE", Problem::code)
                .returns("long.txt", problem -> problem.details().get("path"));
    }

    @Test
    void aProjectMayHaveAsManyFilesAsTheLimit() {
        assertThat(read("{\"projectId\":\"a\",\"files\":[%s]}".formatted(files(3)))
                        .files())
                .hasSize(3);
        assertThat(refusedFiles("[" + files(4) + "]").code()).isEqualTo("TOO_MANY_FILES");
    }

    private static String files(int count) {
        return IntStream.range(0, count)
                .mapToObj("{\"path\":\"%d\",\"content\":\"\"}"::formatted)
                .collect(Collectors.joining(","));
    }
}
