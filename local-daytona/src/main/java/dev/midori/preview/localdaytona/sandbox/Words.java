package dev.midori.preview.localdaytona.sandbox;

import java.security.SecureRandom;

/** Random words of lower-case letters and digits. */
final class Words {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Words() {}

    /** Sixteen of them, as Daytona's tokens have. */
    static String next() {
        return RANDOM.ints(LENGTH, 0, LETTERS.length())
                .collect(StringBuilder::new, (text, i) -> text.append(LETTERS.charAt(i)), StringBuilder::append)
                .toString();
    }
}
