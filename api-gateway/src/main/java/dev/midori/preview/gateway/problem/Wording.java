package dev.midori.preview.gateway.problem;

import dev.midori.preview.sandbox.Failure;
import java.util.List;
import java.util.Locale;

/** A sentence and a hint, in the language of whoever reads them. */
public sealed interface Wording {
    /** What went wrong. */
    String error(Locale language);

    /** What the reader can do; may be empty. */
    String hint(Locale language);

    /** What a worker says of a preview that failed. */
    static Wording of(Failure failure) {
        return new Theirs(failure.code().name(), failure.message(), failure.hint());
    }

    /** Our own texts, with what they have gaps for. */
    record Ours(Reason reason, List<Object> arguments) implements Wording {
        public Ours {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String error(Locale language) {
            return Texts.text(language, reason.name() + Texts.ERROR, arguments);
        }

        @Override
        public String hint(Locale language) {
            return Texts.text(language, reason.name() + Texts.HINT, arguments);
        }
    }

    /** English words that came from elsewhere; in other languages it is what the code says in general. */
    record Theirs(String code, String english, String englishHint) implements Wording {
        @Override
        public String error(Locale language) {
            return Texts.isEnglish(language)
                    ? english
                    : Texts.find(language, code + Texts.ERROR).orElse(english);
        }

        @Override
        public String hint(Locale language) {
            return Texts.isEnglish(language)
                    ? englishHint
                    : Texts.find(language, code + Texts.HINT).orElse(englishHint);
        }
    }
}
