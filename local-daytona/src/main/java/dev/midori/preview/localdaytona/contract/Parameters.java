package dev.midori.preview.localdaytona.contract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The query of a request, beside what a call's description says of it. */
final class Parameters {
    /** A token is for the proxy in front of the toolbox, whose own parameters no document lists. */
    private static final String TOKEN = "DAYTONA_SANDBOX_AUTH_KEY";

    private Parameters() {}

    /** What is wrong with the query. */
    static List<String> check(Contract.Call call, Map<String, List<String>> query) {
        var wrong = new ArrayList<String>();
        var known = new HashSet<String>();
        for (var parameter : call.description().path("parameters")) {
            if (parameter.path("in").asString("").equals("query")) {
                var name = parameter.path("name").asString("");
                known.add(name);
                wrong.addAll(check(call, parameter, query.getOrDefault(name, List.of())));
            }
        }
        query.keySet().stream()
                .filter(name -> !known.contains(name) && !name.equals(TOKEN))
                .forEach(name -> wrong.add("query: there is no parameter '%s'".formatted(name)));
        return wrong;
    }

    private static List<String> check(Contract.Call call, JsonNode parameter, List<String> values) {
        var name = parameter.path("name").asString("");
        if (values.isEmpty()) {
            return parameter.path("required").asBoolean(false)
                    ? List.of("query: '%s' is required".formatted(name))
                    : List.of();
        }
        var schema = Contract.resolved(
                call, parameter.path("schema").isMissingNode() ? parameter : parameter.path("schema"));
        var each = schema.has("items") ? Contract.resolved(call, schema.path("items")) : schema;
        return values.stream()
                .filter(value -> !fits(each, value))
                .map(_ -> "query: '%s' is no %s that is allowed"
                        .formatted(name, each.path("type").asString("value")))
                .toList();
    }

    private static boolean fits(JsonNode schema, String value) {
        var choice = schema.path("enum");
        if (choice.isArray()
                && StreamSupport.stream(choice.spliterator(), false)
                        .noneMatch(one -> one.asString("").equals(value))) {
            return false;
        }
        return switch (schema.path("type").asString("")) {
            case "number", "integer" -> isNumber(schema, value);
            case "boolean" -> value.equals("true") || value.equals("false");
            default -> true;
        };
    }

    private static boolean isNumber(JsonNode schema, String value) {
        try {
            var number = new BigDecimal(value);
            return (!schema.has("minimum")
                            || number.compareTo(schema.path("minimum").decimalValue()) >= 0)
                    && (!schema.has("maximum")
                            || number.compareTo(schema.path("maximum").decimalValue()) <= 0);
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
