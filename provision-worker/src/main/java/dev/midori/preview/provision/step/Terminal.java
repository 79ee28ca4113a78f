package dev.midori.preview.provision.step;

import java.util.regex.Pattern;

/** Output that was made for a terminal. */
final class Terminal {
    private static final Pattern ESCAPES =
            Pattern.compile("\\x1b\\[[0-9;?]*[ -/]*[@-~]|\\x1b[@-_]|[\\x00-\\x08\\x0b-\\x1f]");

    private Terminal() {}

    /** The text without terminal control sequences. */
    static String plain(String text) {
        return ESCAPES.matcher(text).replaceAll("");
    }
}
