package dev.midori.preview.gateway;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds every answer that any test receives against the description that the gateway gives of itself. */
final class Contract {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<Integer, Supplier<Contract>> OF_GATEWAYS = new ConcurrentHashMap<>();

    private final JsonNode document;

    private Contract(JsonNode document) {
        this.document = document;
    }

    static HttpResponse<String> check(int port, HttpResponse<String> answer) {
        if (answer.uri().getPath().startsWith("/api/")) {
            OF_GATEWAYS
                    .computeIfAbsent(port, _ -> SingletonSupplier.of(() -> new Contract(read(port))))
                    .get()
                    .check(answer);
        }
        return answer;
    }

    private static JsonNode read(int port) {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v3/api-docs".formatted(port)))
                            .build(),
                    BodyHandlers.ofString());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void check(HttpResponse<String> answer) {
        var method = answer.request().method();
        var operation = operation(answer.uri().getPath(), method);
        if (operation.isEmpty()) {
            // A browser's question before a call from another page is CORS's, and no call of the API.
            if (answer.statusCode() < 400 && !method.equals("OPTIONS")) {
                throw new AssertionError("not described: %s %s".formatted(method, answer.uri()));
            }
            return;
        }
        var responses = operation.get().path("responses");
        var status = Integer.toString(answer.statusCode());
        var response = responses.has(status) ? responses.path(status) : responses.path("default");
        if (!responses.has(status) && answer.statusCode() < 400) {
            throw new AssertionError("not described: %s %s -> %s".formatted(method, answer.uri(), status));
        }
        schema(response, answer).ifPresent(schema -> validate(schema, answer));
    }

    private Optional<JsonNode> operation(String path, String method) {
        var paths = document.path("paths");
        for (Iterator<String> names = paths.propertyNames().iterator(); names.hasNext(); ) {
            var name = names.next();
            var pattern = Pattern.compile(name.replaceAll("\\{[^}]*}", "[^/]+"));
            if (pattern.matcher(path).matches()) {
                var operation = paths.path(name).path(method.toLowerCase(Locale.ROOT));
                if (!operation.isMissingNode()) {
                    return Optional.of(operation);
                }
            }
        }
        return Optional.empty();
    }

    /** Empty where the answer isn't JSON. */
    private static Optional<JsonNode> schema(JsonNode response, HttpResponse<String> answer) {
        var type = answer.headers()
                .firstValue("Content-Type")
                .map(value -> value.split(";", 2)[0])
                .orElse("");
        if (!type.endsWith("json")) {
            return Optional.empty();
        }
        var schema = response.path("content").path(type).path("schema");
        if (schema.isMissingNode()) {
            throw new AssertionError("%s %s -> %d %s is not described"
                    .formatted(answer.request().method(), answer.uri(), answer.statusCode(), type));
        }
        return Optional.of(schema);
    }

    private void validate(JsonNode schema, HttpResponse<String> answer) {
        var whole = ((ObjectNode) schema.deepCopy());
        whole.set("components", document.path("components"));
        var errors = SCHEMAS.getSchema(whole).validate(JSON.readTree(answer.body()));
        if (!errors.isEmpty()) {
            throw new AssertionError("%s %s -> %d: %s in %s"
                    .formatted(answer.request().method(), answer.uri(), answer.statusCode(), errors, answer.body()));
        }
    }
}
