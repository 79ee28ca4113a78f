package dev.midori.preview.deployment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which environment variables a service listens to, from what is packed into its jar. */
final class Variables {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9._-]*)");

    private final Set<String> properties = new HashSet<>();
    private final Set<String> maps = new HashSet<>();

    private Variables() {}

    static Variables of(String module) {
        var found = new Variables();
        var jar = Checkout.file("%s/target/%s-%s.jar".formatted(module, module, Checkout.version()));
        try (var in = Files.newInputStream(jar)) {
            found.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // What is read by name alone, and variables that the defaults refer to.
        for (var folder : Set.of(module + "/src/main", "shared-model/src/main", "daytona-client/src/main")) {
            Checkout.listAll(folder, ".java").forEach(found::placeholders);
            Checkout.listAll(folder, ".yaml").forEach(found::placeholders);
        }
        return found;
    }

    private void placeholders(Path file) {
        PLACEHOLDER.matcher(Checkout.text(file)).results().forEach(found -> properties.add(uniform(found.group(1))));
    }

    private void read(InputStream jar) throws IOException {
        var entries = new JarInputStream(jar, false);
        for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (entry.getName().endsWith(".jar")) {
                read(new ByteArrayInputStream(entries.readAllBytes()));
            } else if (entry.getName().endsWith("spring-configuration-metadata.json")) {
                JSON.readTree(entries.readAllBytes()).path("properties").forEach(this::add);
            }
        }
    }

    private void add(JsonNode property) {
        var name = uniform(property.path("name").asString());
        properties.add(name);
        if (property.path("type").asString("").startsWith("java.util.Map")) {
            maps.add(name);
        }
    }

    /** As Spring compares names of variables with names of properties. */
    private static String uniform(@Nullable String name) {
        return name == null ? "" : name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    boolean know(String variable) {
        var name = uniform(variable);
        return properties.contains(name) || maps.stream().anyMatch(map -> name.startsWith(map));
    }
}
