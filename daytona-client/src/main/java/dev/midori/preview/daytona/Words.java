package dev.midori.preview.daytona;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Daytona's words for what is an enum here. New ones appear over time, and are no reason to fail. */
final class Words {
    private Words() {}

    /** The constant of that name in Daytona's spelling; {@code unknown} where there is no word, or none that we know. */
    static <E extends Enum<E>> E read(@Nullable String text, E unknown) {
        if (text == null) {
            return unknown;
        }
        try {
            return Enum.valueOf(unknown.getDeclaringClass(), text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException newWord) {
            return unknown;
        }
    }
}
