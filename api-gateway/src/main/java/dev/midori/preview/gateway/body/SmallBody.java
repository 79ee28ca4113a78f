package dev.midori.preview.gateway.body;

import dev.midori.preview.gateway.problem.Code;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object of a few fields, whatever media type it was sent as: beacons say {@code text/plain}. */
public final class SmallBody {
    private static final int LIMIT = 16 << 10;
    private static final JsonMapper JSON =
            JsonMapper.builder(StrictJson.factory(1000)).build();

    private final JsonNode fields;

    private SmallBody(JsonNode fields) {
        this.fields = fields;
    }

    public static SmallBody of(HttpServletRequest request) throws IOException {
        try (var body = BoundedBody.open(request, LIMIT, SmallBody::tooLarge, _ -> {})) {
            var fields = JSON.readTree(StrictJson.utf8(body));
            if (!fields.isObject()) {
                throw StrictJson.notAnObject().asException();
            }
            return new SmallBody(fields);
        } catch (JacksonException e) {
            throw StrictJson.problem(e).asException();
        }
    }

    /** A field that is text, or empty where it isn't there. */
    public Optional<String> text(String field) {
        var value = fields.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw Problem.of(Reason.FIELD_NOT_TEXT, field).asException();
        }
        return Optional.of(value.asString());
    }

    /** A field that is true or false. */
    public boolean flag(String field, boolean otherwise) {
        var value = fields.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw Problem.of(Reason.FIELD_NOT_FLAG, field).asException();
        }
        return value.asBoolean();
    }

    /** A field that is a whole number. */
    public int number(String field, int otherwise) {
        var value = fields.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw Problem.of(Reason.FIELD_NOT_NUMBER, field).asException();
        }
        return value.asInt();
    }

    private static Problem tooLarge() {
        return Problem.of(HttpStatus.CONTENT_TOO_LARGE, Code.INVALID_REQUEST.name(), Reason.BODY_TOO_LARGE);
    }
}
