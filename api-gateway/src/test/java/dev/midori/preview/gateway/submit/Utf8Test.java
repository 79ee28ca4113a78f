package dev.midori.preview.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    static Stream<String> texts() {
        var random = new Random(3);
        return Stream.concat(
                Stream.of("", "a", "\u007f\u0080\u07ff\u0800\uffff", "😀"),
                Stream.generate(() -> random.ints(random.nextInt(50), 0, Character.MAX_CODE_POINT + 1)
                                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                                .toString())
                        .limit(200));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isWhatEncodingItWouldTake(String text) {
        assertThat(Utf8.length(text)).hasValue(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud83d\ude00\ud83d"})
    void halfACharacterHasNoLength(String text) {
        assertThat(Utf8.length(text)).isEmpty();
    }
}
