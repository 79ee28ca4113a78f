package dev.midori.preview.provision.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.command.LineEdits.Kind;
import dev.midori.preview.command.LineEdits.LineEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineEditorTest {
    private static final String TEXT = "zero\none\ntwo\nthree\n";

    private static LineEdit delete(int line) {
        return new LineEdit(Kind.DELETE, line, "", null);
    }

    private static LineEdit insert(int line, String content) {
        return new LineEdit(Kind.INSERT, line, content, null);
    }

    private static LineEdit replace(int line, String content, @Nullable String old) {
        return new LineEdit(Kind.REPLACE, line, content, old);
    }

    @Test
    void deletionsCountInTheTextAsItWas() {
        assertThat(LineEditor.edit(TEXT, List.of(delete(0), delete(2)))).hasValue("one\nthree\n");
    }

    @Test
    void replacementsCountInWhatIsLeftAndInsertionsInTheResult() {
        assertThat(LineEditor.edit(
                        TEXT, List.of(insert(0, "first"), replace(0, "ONE", "one"), delete(0), insert(2, "mid"))))
                .hasValue("first\nONE\nmid\ntwo\nthree\n");
    }

    @Test
    void aLineMayBeAddedAtTheEnd() {
        assertThat(LineEditor.edit("a", List.of(insert(1, "b")))).hasValue("a\nb");
        assertThat(LineEditor.edit("", List.of(insert(0, "a")))).hasValue("a\n");
    }

    @Test
    void aLineThatIsNotWhatItShouldBeRefusesAllOfThem() {
        assertThat(LineEditor.edit(TEXT, List.of(replace(0, "x", "zero"), replace(1, "y", "other"))))
                .isEmpty();
        assertThat(LineEditor.edit(TEXT, List.of(new LineEdit(Kind.DELETE, 1, "", "two"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5, Integer.MAX_VALUE})
    void aLineThatIsNotThereRefusesAllOfThem(int line) {
        assertThat(LineEditor.edit(TEXT, List.of(delete(line)))).isEmpty();
        assertThat(LineEditor.edit(TEXT, List.of(replace(line, "x", null)))).isEmpty();
    }

    /** A client's differences, worked out as clients do it, lead from any text to any other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyDeletionsAndInsertionsGiveTheTextThatTheyWereMadeFrom(long seed) {
        var random = new Random(seed);
        var before = lines(random);
        var kept = new ArrayList<String>();
        var edits = new ArrayList<LineEdit>();
        for (int i = 0; i < before.size(); i++) {
            if (random.nextBoolean()) {
                kept.add(before.get(i));
            } else {
                edits.add(new LineEdit(Kind.DELETE, i, "", before.get(i)));
            }
        }
        var after = new ArrayList<>(kept);
        for (int i = 0; i < 5; i++) {
            var at = random.nextInt(after.size() + 1);
            after.add(at, "new" + i);
        }
        for (int i = 0; i < after.size(); i++) {
            if (after.get(i).startsWith("new")) {
                edits.add(insert(i, after.get(i)));
            }
        }
        if (kept.isEmpty()) {
            return;
        }

        assertThat(LineEditor.edit(String.join("\n", before), edits)).hasValue(String.join("\n", after));
    }

    private static List<String> lines(Random random) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            lines.add("line" + random.nextInt(5));
        }
        return lines;
    }
}
