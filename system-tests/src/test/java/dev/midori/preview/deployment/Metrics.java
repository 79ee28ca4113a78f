package dev.midori.preview.deployment;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The metrics that {@code docs/metrics.md} lists, by the names that Prometheus gives them, and what labels each has. */
record Metrics(Map<String, Set<String>> ours, Set<String> others, Set<String> meters) {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (`[^|\\n]+`) \\| ([^|\\n]*) \\| ([^|\\n]*) \\| ?([^|\\n]*)\\|.*\\|$");
    private static final Pattern ROW_OF_OTHERS =
            Pattern.compile("(?m)^\\| (`[^|\\n]+`) \\| ([^|\\n]+) \\| [^|\\n]+ \\|$");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** What is behind a name of Micrometer's for others' meters. */
    private static final Map<String, Set<String>> FORMS = Map.of(
            "http.server.requests", Set.of("_seconds_count", "_seconds_sum", "_seconds_bucket", "_seconds_max"),
            "http.client.requests", Set.of("_seconds_count", "_seconds_sum", "_seconds_bucket", "_seconds_max"),
            "jvm.memory.used", Set.of("_bytes"));

    static Metrics documented() {
        var page = Checkout.text("docs/metrics.md");
        var ours = new TreeMap<String, Set<String>>();
        var meters = new HashSet<String>();
        ROW.matcher(page).results().forEach(row -> {
            var name = first(row.group(1));
            meters.add(name);
            var labels = new HashSet<String>();
            NAME.matcher(row.group(4)).results().forEach(label -> labels.add(label.group(1)));
            forms(name, row.group(3).strip()).forEach(form -> ours.put(form, labels));
        });
        var others = new HashSet<String>();
        ROW_OF_OTHERS
                .matcher(page)
                .results()
                .forEach(row -> NAME.matcher(row.group(1))
                        .results()
                        .forEach(name -> others.addAll(formsOfOthers(name.group(1)))));
        return new Metrics(ours, others, meters);
    }

    private static String first(String cell) {
        var name = NAME.matcher(cell);
        if (!name.find()) {
            throw new IllegalStateException("no name in " + cell);
        }
        return name.group(1);
    }

    private static Set<String> forms(String name, String kind) {
        var base = name.replace('.', '_');
        return switch (kind) {
            case "counter" -> Set.of(base + "_total");
            case "gauge" -> Set.of(base);
            case "gauge of seconds" -> Set.of(base + "_seconds");
            case "time" ->
                Set.of(base + "_seconds_count", base + "_seconds_sum", base + "_seconds_max", base + "_seconds_bucket");
            default -> throw new IllegalStateException("%s is of no kind that is known: %s".formatted(name, kind));
        };
    }

    private static Set<String> formsOfOthers(String name) {
        var forms = new HashSet<String>();
        FORMS.getOrDefault(name, Set.of("")).forEach(form -> forms.add(name.replace('.', '_') + form));
        return forms;
    }

    boolean has(String name) {
        return ours.containsKey(name) || others.contains(name);
    }

    /** The names of metrics in an expression of Prometheus, each with the labels that it is asked by. */
    static Map<String, Set<String>> in(String expression) {
        var names = new LinkedHashMap<String, Set<String>>();
        var text = expression
                .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ")
                .replaceAll("\\[[^\\]]*\\]", " ")
                .replaceAll("\\boffset\\s+\\w+", " ");
        var name = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(\\(|\\{([^}]*)\\})?")
                .matcher(withoutText(text));
        while (name.find()) {
            if (!"(".equals(name.group(2))
                    && !Set.of("and", "or", "unless", "bool").contains(name.group(1))) {
                var labels = names.computeIfAbsent(name.group(1), _ -> new HashSet<>());
                if (name.group(3) != null) {
                    Pattern.compile("([a-z_]+)\\s*[=!]")
                            .matcher(name.group(3))
                            .results()
                            .forEach(label -> labels.add(label.group(1)));
                }
            }
        }
        return names;
    }

    private static String withoutText(String expression) {
        return expression.replaceAll("\"[^\"]*\"", "\"\"");
    }
}
