package dev.midori.preview.gateway.submit;

import java.util.OptionalInt;

/** How long a text is when it is stored. */
final class Utf8 {
    private Utf8() {}

    /** Its bytes in UTF-8; empty where it holds half of a surrogate pair, for which UTF-8 has no bytes. */
    static OptionalInt length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(length);
    }
}
