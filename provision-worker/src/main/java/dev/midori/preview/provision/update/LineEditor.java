package dev.midori.preview.provision.update;

import dev.midori.preview.command.LineEdits.Kind;
import dev.midori.preview.command.LineEdits.LineEdit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Edits lines of a text, all or none. Deletions are made from the last line up, so that each is counted in the text as it
 * was; then replacements, counted in what is left; then insertions from the first line down, counted in the result.
 */
final class LineEditor {
    private static final String END = "\n";

    private final List<String> lines;

    private LineEditor(String text) {
        this.lines = new ArrayList<>(List.of(text.split(END, -1)));
    }

    /** The edited text; empty where a line isn't there, or isn't what its edit says that it is. */
    static Optional<String> edit(String text, List<LineEdit> edits) {
        var editor = new LineEditor(text);
        return inOrder(edits).allMatch(editor::apply) ? Optional.of(String.join(END, editor.lines)) : Optional.empty();
    }

    private static Stream<LineEdit> inOrder(List<LineEdit> edits) {
        var byLine = Comparator.comparingInt(LineEdit::line);
        return Stream.of(
                        of(Kind.DELETE, edits).sorted(byLine.reversed()),
                        of(Kind.REPLACE, edits),
                        of(Kind.INSERT, edits).sorted(byLine))
                .flatMap(kind -> kind);
    }

    private static Stream<LineEdit> of(Kind kind, List<LineEdit> edits) {
        return edits.stream().filter(edit -> edit.type() == kind);
    }

    private boolean apply(LineEdit edit) {
        var line = edit.line();
        if (line < 0 || line > lines.size() || (line == lines.size() && edit.type() != Kind.INSERT)) {
            return false;
        }
        if (edit.type() != Kind.INSERT
                && edit.oldContent() != null
                && !Objects.equals(edit.oldContent(), lines.get(line))) {
            return false;
        }
        switch (edit.type()) {
            case DELETE -> lines.remove(line);
            case REPLACE -> lines.set(line, edit.content());
            case INSERT -> lines.add(line, edit.content());
        }
        return true;
    }
}
