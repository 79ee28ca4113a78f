package dev.midori.preview.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The files of this repository, as whoever runs the system finds them. */
public final class Checkout {
    private Checkout() {}

    static Path root() {
        return Path.of(System.getProperty("midori.root", "..")).toAbsolutePath().normalize();
    }

    /** A file or folder by its path in the repository. */
    public static Path file(String path) {
        return root().resolve(path);
    }

    /** What a file of the repository holds. */
    public static String text(String path) {
        return text(file(path));
    }

    /** What a file holds. */
    public static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder whose names end so, in their order; its folders aside. */
    static List<Path> list(String folder, String ending) {
        try (var paths = Files.list(file(folder))) {
            return paths.filter(path -> path.toString().endsWith(ending))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a folder and of all below it. */
    static List<Path> listAll(String folder, String ending) {
        try (var paths = Files.walk(file(folder))) {
            return paths.filter(path -> path.toString().endsWith(ending))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML text; a key that is there twice fails. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> yaml(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(200);
        return StreamSupport.stream(new Yaml(options).loadAll(text).spliterator(), false)
                .map(document -> (Map<String, Object>) document)
                .toList();
    }

    /** What a service's application.yaml says of a property, such as {@code server.port}, in any of its documents. */
    static String setting(String module, String property) {
        return yaml(text(module + "/src/main/resources/application.yaml")).stream()
                .map(document -> at(document, property))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s does not set %s".formatted(module, property)));
    }

    /** The value at a path of keys with dots between them, as text; empty where there is none. */
    public static String at(Map<String, Object> tree, String path) {
        Object here = tree;
        for (var key : path.split("\\.", -1)) {
            if (!(here instanceof Map<?, ?> map) || !map.containsKey(key)) {
                return "";
            }
            here = map.get(key);
        }
        return String.valueOf(here);
    }

    /** What a tree has under a key, which must be there: a map, a list, a text or whatever the caller expects. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <T> T part(Map<String, ?> tree, String key) {
        return (T) Objects.requireNonNull(tree.get(key), key);
    }

    /** The rules of all groups of alerts. */
    static List<Map<String, Object>> alerts() {
        List<Map<String, Object>> groups =
                part(yaml(text("deploy/monitoring/rules/preview.yaml")).getFirst(), "groups");
        return groups.stream()
                .flatMap(group -> Checkout.<List<Map<String, Object>>>part(group, "rules").stream())
                .toList();
    }

    /** The version that is being built. */
    static String version() {
        var pom = text("pom.xml");
        var begin = pom.indexOf("<artifactId>midori-preview</artifactId>");
        var version = pom.indexOf("<version>", begin) + "<version>".length();
        return pom.substring(version, pom.indexOf("</version>", version));
    }
}
