package dev.midori.preview.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose sandbox it is.
 *
 * @param value 1 to 128 letters, digits and {@code . _ @ : | + -}; no braces, so it can't move a key to another slot
 */
public record UserId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._@:|+-]{1,128}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a user id has 1 to 128 letters, digits or . _ @ : | + -");
        }
    }

    /** The id that this text is, or empty where it is none. */
    public static Optional<UserId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new UserId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
