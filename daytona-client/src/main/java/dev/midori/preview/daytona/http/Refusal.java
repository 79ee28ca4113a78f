package dev.midori.preview.daytona.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** An answer other than 2xx on its way from Spring to {@link Call}. Its body may be empty, no JSON, or of any length. */
final class Refusal extends RuntimeException {
    private static final int LONGEST_BODY = 256 * 1024;
    private static final int LONGEST_MESSAGE = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final int status;
    private final transient HttpHeaders headers;
    private final transient JsonNode body;

    private Refusal(int status, HttpHeaders headers, JsonNode body) {
        super("HTTP " + status, null, false, false);
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static void raise(HttpRequest request, ClientHttpResponse response) throws IOException {
        throw new Refusal(response.getStatusCode().value(), response.getHeaders(), read(response));
    }

    private static JsonNode read(ClientHttpResponse response) {
        try {
            return JSON.readTree(response.getBody().readNBytes(LONGEST_BODY));
        } catch (IOException | JacksonException noJson) {
            return MissingNode.getInstance();
        }
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    /** Daytona's own sentence; a body that isn't its JSON is not shown, as nobody knows what it holds. */
    String message() {
        for (var field : List.of("message", "error")) {
            var text = body.path(field);
            if (text.isString() && !text.asString().isBlank()) {
                return shown(text.asString());
            }
        }
        return "without a message";
    }

    /** The texts of an array in the body. */
    List<String> texts(String field) {
        var texts = new ArrayList<String>();
        body.path(field).forEach(text -> texts.add(shown(text.asString(""))));
        return texts;
    }

    /** The field {@code path} of each element of an array in the body. */
    List<String> paths(String field) {
        var paths = new ArrayList<String>();
        body.path(field).forEach(element -> paths.add(element.path("path").asString("")));
        return paths;
    }

    private static String shown(String text) {
        var line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
