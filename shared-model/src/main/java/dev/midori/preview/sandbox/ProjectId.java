package dev.midori.preview.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Which of its owner's projects a sandbox shows.
 *
 * @param value 1 to 128 letters, digits and {@code . _ : -}
 */
public record ProjectId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProjectId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a project id has 1 to 128 letters, digits or . _ : -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
