package dev.midori.preview.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.FilePaths;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

class TextsTest {
    private static final Locale THAI = Locale.of("th");
    private static final Pattern GAP = Pattern.compile("\\{(\\d)");
    private static final Pattern THAI_LETTER = Pattern.compile("\\p{InThai}");

    private static final ResourceBundle ENGLISH_TEXTS = bundle(Locale.ROOT);
    private static final ResourceBundle THAI_TEXTS = bundle(THAI);

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(
                Texts.BUNDLE,
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    }

    static Stream<String> keys() {
        return ENGLISH_TEXTS.keySet().stream().sorted();
    }

    private static Set<String> gaps(String text) {
        return GAP.matcher(text).results().map(gap -> gap.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyCodeAndReasonHasItsTexts() {
        var names = Stream.of(Code.values(), Reason.values(), FailureCode.values())
                .flatMap(Arrays::stream)
                .map(Enum::name);
        var texts = Stream.concat(
                names.flatMap(name -> Stream.of(name + ".error", name + ".hint")),
                Arrays.stream(FilePaths.Fault.values()).map(fault -> "path." + fault.name()));

        assertThat(texts)
                .allSatisfy(key -> assertThat(ENGLISH_TEXTS.getString(key)).isNotBlank());
    }

    @Test
    void everyCodeSaysSomethingInGeneral() {
        assertThat(Code.values()).allSatisfy(code -> {
            assertThat(Reason.valueOf(code.name()).code()).isEqualTo(code);
            assertThat(gaps(ENGLISH_TEXTS.getString(code.name() + ".error"))).isEmpty();
        });
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        assertThat(THAI_TEXTS.keySet()).isEqualTo(ENGLISH_TEXTS.keySet());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aTextHasTheSameGapsInBothLanguages(String key) {
        assertThat(gaps(THAI_TEXTS.getString(key))).isEqualTo(gaps(ENGLISH_TEXTS.getString(key)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aTextIsInItsLanguage(String key) {
        assertThat(THAI_LETTER.matcher(ENGLISH_TEXTS.getString(key)).find()).isFalse();
        if (!key.equals("size.mebibytes") && !key.startsWith("PATH_NOT_VALID.error")) {
            assertThat(THAI_LETTER.matcher(THAI_TEXTS.getString(key)).find()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aReasonLeavesNoGapOpen(Reason reason) {
        var problem = Problem.of(reason, 1, 2, 3);

        assertThat(Stream.of(Locale.ENGLISH, THAI))
                .flatExtracting(language -> List.of(
                        problem.wording().error(language), problem.wording().hint(language)))
                .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{", "''"));
    }

    @Test
    void gapsAreFilledInTheLanguageOfTheText() {
        var problem = Problem.of(Reason.FILE_LARGER_THAN, "\"a{0}'b\"", Texts.of(DataSize.ofBytes(1000)));

        assertThat(problem.wording().error(Locale.ENGLISH)).isEqualTo("The file \"a{0}'b\" is larger than 1000 bytes.");
        assertThat(problem.wording().error(THAI)).isEqualTo("ไฟล์ \"a{0}'b\" ใหญ่กว่า 1000 ไบต์");
    }

    @Test
    void whatAWorkerSaysIsToldInGeneralToThoseWhoReadThai() {
        var wording = Wording.of(Failure.of(FailureCode.BUILD_FAILED, "vite is not there", "Add it."));

        assertThat(wording.error(Locale.ENGLISH)).isEqualTo("vite is not there");
        assertThat(wording.hint(Locale.ENGLISH)).isEqualTo("Add it.");
        assertThat(wording.error(THAI)).isEqualTo(THAI_TEXTS.getString("BUILD_FAILED.error"));
        assertThat(wording.hint(THAI)).isEqualTo(THAI_TEXTS.getString("BUILD_FAILED.hint"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                          | en
            th                         | th
            th-TH                      | th
            th-TH,th;q=0.9,en;q=0.8    | th
            en-US,en;q=0.9,th;q=0.8    | en
            ja,th;q=0.5                | th
            ja,de;q=0.5                | en
            *                          | en
            en;q=0.1,th;q=0.2          | th
            th;q=nonsense              | en
            ;;;,,,                     | en
            """)
    void theCallersPreferenceDecides(@org.jspecify.annotations.Nullable String header, String language) {
        var request = new MockHttpServletRequest();
        if (header != null) {
            request.addHeader("Accept-Language", header);
        }

        assertThat(Texts.isEnglish(Languages.of(request))).isEqualTo(language.equals("en"));
    }
}
