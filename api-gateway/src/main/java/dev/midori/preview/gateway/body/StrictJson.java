package dev.midori.preview.gateway.body;

import dev.midori.preview.gateway.problem.Code;
import dev.midori.preview.gateway.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** JSON from outside: bounded in depth and in the number of its values, and told apart from what isn't JSON. */
public final class StrictJson {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NAME = 256;
    private static final String HINT = "Check what is sent: it must be one JSON object in UTF-8.";

    private StrictJson() {}

    /**
     * A parser's settings.
     *
     * @param values names, values and brackets that a document may have at most
     */
    public static JsonFactory factory(long values) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNameLength(LONGEST_NAME)
                        .maxTokenCount(values)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** What to answer to it: the place, and nothing of the parser. */
    public static Problem problem(JacksonException failure) {
        if (failure instanceof StreamConstraintsException) {
            return invalid("The body nests too deeply, or holds too many values or too long ones.");
        }
        var place = failure.getLocation();
        return place == null || place.getLineNr() < 1
                ? invalid("The body is not valid JSON.")
                : invalid("The body is not valid JSON (line %d, column %d)."
                        .formatted(place.getLineNr(), place.getColumnNr()));
    }

    /** What to answer where it is JSON, but no object. */
    public static Problem notAnObject() {
        return invalid("The body must be a JSON object.");
    }

    private static Problem invalid(String error) {
        return Problem.of(Code.INVALID_REQUEST, error, HINT);
    }
}
