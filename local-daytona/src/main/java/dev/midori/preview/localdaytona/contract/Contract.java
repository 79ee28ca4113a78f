package dev.midori.preview.localdaytona.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Daytona's two OpenAPI documents: {@code api.json} of the control API and {@code toolbox.json} of the toolbox. */
final class Contract {
    private static final String CONTROL = "/api";
    private static final String TOOLBOX = "/toolbox/{sandboxId}";
    private static final String HOME = "https://daytona.invalid/";

    /** Which files were written and why others were not: Daytona's own answer here is none that its document has. */
    private static final String PARTIAL = "/toolbox/any/files/bulk-upload";

    private final List<Call> calls = new ArrayList<>();
    private final SchemaRegistry schemas;

    /**
     * One call of the API, and where in which document it is described.
     *
     * @param pointer to its description, as a JSON pointer
     */
    record Call(String method, Pattern path, JsonNode document, String name, String pointer) {
        JsonNode description() {
            return document.at(pointer);
        }

        /** Fewer variables say more: {@code /session/entrypoint} is no session of that name. */
        int variables() {
            return path.pattern().split("\\[\\^/]\\+", -1).length;
        }
    }

    Contract(Path folder) throws IOException {
        var api = Files.readString(folder.resolve("api.json"));
        var toolbox = Files.readString(folder.resolve("toolbox.json"));
        this.schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi30(),
                registry -> registry.schemas(Map.of(HOME + "api.json", api, HOME + "toolbox.json", toolbox)));
        addCalls("api.json", api, CONTROL);
        addCalls("toolbox.json", toolbox, TOOLBOX);
    }

    private void addCalls(String name, String text, String prefix) {
        var document = JsonMapper.shared().readTree(text);
        document.path("paths").properties().forEach(path -> {
            var form = Pattern.compile((prefix + path.getKey()).replaceAll("\\{[^}]+}", "[^/]+"));
            for (var method : path.getValue().propertyNames()) {
                var pointer = "/paths/%s/%s".formatted(escaped(path.getKey()), method);
                calls.add(new Call(method, form, document, name, pointer));
            }
        });
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** The call that a request is; empty where Daytona has none like it. */
    Optional<Call> find(String method, String path) {
        return calls.stream()
                .filter(call -> call.method().equalsIgnoreCase(method)
                        && call.path().matcher(path).matches())
                .min((one, other) -> Integer.compare(one.variables(), other.variables()));
    }

    /** Where a request's body is described. */
    Optional<String> requestSchema(Call call) {
        var description = call.description();
        if (description.has("requestBody")) {
            return Optional.of(call.pointer() + "/requestBody/content/application~1json/schema")
                    .filter(pointer -> isThere(call, pointer));
        }
        var parameters = description.path("parameters");
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).path("in").asString("").equals("body")) {
                return Optional.of("%s/parameters/%d/schema".formatted(call.pointer(), i));
            }
        }
        return Optional.empty();
    }

    /** Whether a request without a body is none; in a Swagger document every body that it names is needed. */
    boolean needsBody(Call call) {
        var body = call.description().path("requestBody");
        return body.isMissingNode() || body.path("required").asBoolean(false);
    }

    /** Where an answer's body is described. A success that the document doesn't name looks like one that it does. */
    Optional<String> responseSchema(Call call, int status) {
        if (status == 400 && call.path().matcher(PARTIAL).matches()) {
            return Optional.empty();
        }
        var responses = call.description().path("responses");
        var told = responses.has(Integer.toString(status)) ? Integer.toString(status) : anySuccess(responses, status);
        if (told == null) {
            return Optional.empty();
        }
        var pointer = "%s/responses/%s".formatted(call.pointer(), told);
        return Optional.of(pointer + "/content/application~1json/schema")
                .filter(three -> isThere(call, three))
                .or(() -> Optional.of(pointer + "/schema").filter(two -> isThere(call, two)));
    }

    private static @Nullable String anySuccess(JsonNode responses, int status) {
        return status / 100 == 2
                ? responses.propertyNames().stream()
                        .filter(code -> code.startsWith("2"))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static boolean isThere(Call call, String pointer) {
        return !call.document().at(pointer).isMissingNode();
    }

    /** What is wrong with a body: sentences that name places and kinds, and nothing of what is there. */
    List<String> check(Call call, String pointer, JsonNode body) {
        var wrong = new ArrayList<String>();
        for (Error error : schema(call, pointer).validate(body)) {
            wrong.add("%s: %s".formatted(error.getInstanceLocation(), error.getMessage()));
        }
        var schema = resolved(call, call.document().at(pointer));
        if (body.isObject() && schema.has("properties") && !schema.has("additionalProperties")) {
            body.propertyNames().stream()
                    .filter(name -> !schema.path("properties").has(name))
                    .forEach(name -> wrong.add("$: there is no property '%s'".formatted(name)));
        }
        return wrong;
    }

    private Schema schema(Call call, String pointer) {
        return schemas.getSchema(SchemaLocation.of(HOME + call.name() + "#" + pointer));
    }

    /** The schema itself, where it is told by reference. */
    static JsonNode resolved(Call call, JsonNode schema) {
        var reference = schema.path("$ref").asString("");
        return reference.startsWith("#") ? call.document().at(reference.substring(1)) : schema;
    }
}
