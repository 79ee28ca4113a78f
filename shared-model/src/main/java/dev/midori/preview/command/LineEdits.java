package dev.midori.preview.command;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Edits of single lines of one file, all or none of them. */
public record LineEdits(String path, List<LineEdit> edits) {
    public LineEdits {
        edits = List.copyOf(edits);
    }

    /** What happens to a line. */
    public enum Kind {
        INSERT,
        DELETE,
        REPLACE;

        /** The word in messages and requests. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One of them.
     *
     * @param line       from 0. Deletions count in the file as it is, replacements in what they leave, insertions in the
     *                   result
     * @param content    the new line; empty where it is deleted
     * @param oldContent what the line must be now; {@code null} where that doesn't matter
     */
    public record LineEdit(
            Kind type, int line, String content, @Nullable String oldContent) {}

    /** Leaves the lines out: they are the project's own. */
    @Override
    public String toString() {
        return "LineEdits[%s, %d edits]".formatted(path, edits.size());
    }
}
