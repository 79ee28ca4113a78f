package dev.midori.preview.messaging.amqp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.springframework.amqp.core.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a message says of itself, read without keeping what is long in it: for whoever looks at many that perhaps nobody
 * can carry out.
 *
 * @param fields its texts and numbers, without its files; empty where it is no JSON object
 */
public record CommandSummary(Map<String, String> fields) {
    private static final Set<String> SHOWN =
            Set.of("type", "sandboxId", "userId", "projectId", "issuedAt", "revision", "reason", "path");
    private static final int LONGEST = 200;
    private static final JsonFactory JSON = new JsonFactory();

    public CommandSummary {
        fields = Map.copyOf(fields);
    }

    /** Reads a message as far as it can be read. */
    public static CommandSummary of(Message message) {
        var fields = new HashMap<String, String>();
        try (var body = body(message);
                var json = JSON.createParser(ObjectReadContext.empty(), body)) {
            read(json, fields);
        } catch (IOException | JacksonException _) {
            // What was read before that is all that there is.
        }
        return new CommandSummary(fields);
    }

    private static InputStream body(Message message) throws IOException {
        var bytes = new ByteArrayInputStream(message.getBody());
        return "gzip".equals(message.getMessageProperties().getContentEncoding()) ? new GZIPInputStream(bytes) : bytes;
    }

    private static void read(JsonParser json, Map<String, String> fields) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            var value = json.nextToken();
            if (SHOWN.contains(name) && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                fields.put(name, shortened(json.getString()));
            } else {
                json.skipChildren();
            }
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** One of them. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
