package dev.midori.preview.gateway.body;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** JSON from outside: bounded in depth and in the number of its values, and told apart from what isn't JSON. */
public final class StrictJson {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NAME = 256;

    /** What some programs put before UTF-8. */
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

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

    /**
     * These bytes as text, if they are UTF-8. Left to itself the parser takes bytes of no valid UTF-8, and UTF-16 and UTF-32,
     * which JSON between systems is not (RFC 8259, 8.1), and which show themselves by a mark of byte order or a zero in the
     * first two bytes.
     */
    public static Reader utf8(InputStream body) throws IOException {
        var first = body.readNBytes(MARK.length);
        if (first.length > 1 && (first[0] == 0 || first[1] == 0 || (first[0] & first[1] & 0xff) == 0xfe)) {
            throw Problem.of(Reason.NOT_UTF8).asException();
        }
        var rest = Arrays.equals(first, MARK) ? body : new SequenceInputStream(new ByteArrayInputStream(first), body);
        return new InputStreamReader(rest, StandardCharsets.UTF_8.newDecoder());
    }

    /** What to answer to it: the place, and nothing of the parser. */
    public static Problem problem(JacksonException failure) {
        if (failure.getCause() instanceof CharacterCodingException) {
            return Problem.of(Reason.NOT_UTF8);
        }
        if (failure instanceof StreamConstraintsException) {
            return Problem.of(Reason.JSON_TOO_COMPLEX);
        }
        var place = failure.getLocation();
        return place == null || place.getLineNr() < 1
                ? Problem.of(Reason.NOT_JSON)
                : Problem.of(Reason.NOT_JSON_AT, place.getLineNr(), place.getColumnNr());
    }

    /** What to answer where it is JSON, but no object. */
    public static Problem notAnObject() {
        return Problem.of(Reason.NOT_AN_OBJECT);
    }
}
