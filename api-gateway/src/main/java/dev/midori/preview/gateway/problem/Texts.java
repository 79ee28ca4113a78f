package dev.midori.preview.gateway.problem;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.util.unit.DataSize;

/** The texts of {@link Reason}s. They need no application around them: the container's own refusals use them too. */
public final class Texts {
    static final String BUNDLE = "dev.midori.preview.gateway.problem.texts";
    static final String ERROR = ".error";
    static final String HINT = ".hint";

    private static final long MEGABYTE = DataSize.ofMegabytes(1).toBytes();
    private static final MessageSource TEXTS = texts();

    private Texts() {}

    /** A few words that differ by language, to be put into a gap. */
    public static MessageSourceResolvable of(String key, Object... arguments) {
        return new DefaultMessageSourceResolvable(new String[] {key}, arguments);
    }

    /** A size, for a gap. */
    public static MessageSourceResolvable of(DataSize size) {
        return size.toBytes() % MEGABYTE == 0
                ? of("size.mebibytes", size.toMegabytes())
                : of("size.bytes", size.toBytes());
    }

    static String text(Locale language, String key, List<?> arguments) {
        return TEXTS.getMessage(key, arguments.toArray(), language);
    }

    static Optional<String> find(Locale language, String key) {
        return Optional.ofNullable(TEXTS.getMessage(key, null, null, language));
    }

    static boolean isEnglish(Locale language) {
        return !language.getLanguage().equals(Languages.THAI.getLanguage());
    }

    private static MessageSource texts() {
        var source = new ResourceBundleMessageSource();
        source.setBasename(BUNDLE);
        source.setDefaultEncoding(StandardCharsets.UTF_8.name());
        source.setFallbackToSystemLocale(false);
        source.setAlwaysUseMessageFormat(true);
        return source;
    }
}
