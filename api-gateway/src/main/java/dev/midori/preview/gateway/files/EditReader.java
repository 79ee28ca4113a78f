package dev.midori.preview.gateway.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.midori.preview.command.LineEdits;
import dev.midori.preview.command.LineEdits.Kind;
import dev.midori.preview.command.LineEdits.LineEdit;
import dev.midori.preview.gateway.body.StrictJson;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads line edits of one file. */
@Component
class EditReader {
    private static final int MOST_OPERATIONS = 5000;
    private static final long VALUES_PER_OPERATION = 20;

    private final JsonMapper json = JsonMapper.builder(
                    StrictJson.factory(1000 + VALUES_PER_OPERATION * MOST_OPERATIONS))
            .build();

    /**
     * Edits as they were sent, checked.
     *
     * @param project that the caller believes it to be of, where it says so
     */
    record Request(Optional<String> project, LineEdits edits) {}

    /** The edits in this body; what is wrong with it ends the request with a problem. */
    Request read(InputStream body) throws IOException {
        try {
            var fields = json.readTree(StrictJson.utf8(body));
            if (!fields.isObject()) {
                throw StrictJson.notAnObject().asException();
            }
            var path = Optional.ofNullable(text(fields, "path", "path"))
                    .orElseThrow(() -> Problem.of(Reason.EDITED_PATH_MISSING).asException());
            return new Request(
                    Optional.ofNullable(text(fields, "projectId", "projectId")),
                    new LineEdits(ChangeReader.checked(path), operations(fields.path("operations"))));
        } catch (JacksonException e) {
            throw StrictJson.problem(e).asException();
        }
    }

    private static List<LineEdit> operations(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            throw invalid(Reason.OPERATIONS_MISSING);
        }
        if (list.size() > MOST_OPERATIONS) {
            throw invalid(Reason.TOO_MANY_OPERATIONS, MOST_OPERATIONS);
        }
        var edits = new ArrayList<LineEdit>();
        for (var operation : list) {
            edits.add(edit(operation, "operations[%d]".formatted(edits.size())));
        }
        return edits;
    }

    private static LineEdit edit(JsonNode operation, String place) {
        if (!operation.isObject()) {
            throw invalid(Reason.FIELD_NOT_OBJECT, place);
        }
        var kind = kind(text(operation, "type", place + ".type"), place);
        var line = operation.path("line");
        if (!line.isIntegralNumber() || !line.canConvertToInt() || line.asInt() < 0) {
            throw invalid(Reason.LINE_NOT_VALID, place + ".line");
        }
        var content = text(operation, "content", place + ".content");
        if (content == null && kind != Kind.DELETE) {
            throw invalid(Reason.FIELD_MISSING, place + ".content");
        }
        return new LineEdit(
                kind,
                line.asInt(),
                content == null ? "" : content,
                text(operation, "oldContent", place + ".oldContent"));
    }

    private static Kind kind(@Nullable String word, String place) {
        for (var kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw invalid(Reason.OPERATION_NOT_KNOWN, place + ".type");
    }

    private static @Nullable String text(JsonNode fields, String name, String place) {
        var value = fields.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw invalid(Reason.FIELD_NOT_TEXT, place);
        }
        var text = value.asString();
        if (text.chars().anyMatch(c -> Character.isSurrogate((char) c))
                && !text.equals(new String(text.getBytes(UTF_8), UTF_8))) {
            throw invalid(Reason.FIELD_NOT_UNICODE, place);
        }
        return text;
    }

    private static RuntimeException invalid(Reason reason, Object... arguments) {
        return Problem.of(reason, arguments).asException();
    }
}
