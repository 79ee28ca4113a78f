package dev.midori.preview.provision.step;

import dev.midori.preview.command.ContentHash;
import dev.midori.preview.sandbox.ProjectFile;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which parts of a file matter to npm, and which to a dev server that is about to start. */
final class Fingerprint {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PACKAGE = "package.json";

    private static final Set<String> LOCKS =
            Set.of("package-lock.json", "npm-shrinkwrap.json", ".npmrc", "yarn.lock", "pnpm-lock.yaml", "bun.lock");

    /** What npm reads of a package.json when it installs. */
    private static final List<String> DEPENDENCIES = List.of(
            "dependencies",
            "devDependencies",
            "optionalDependencies",
            "peerDependencies",
            "bundleDependencies",
            "overrides",
            "workspaces",
            "engines");

    /** What is left of it that matters to whoever starts the project. */
    private static final List<String> START = List.of("scripts", "type", "exports", "imports", "browserslist");

    /** Settings files of the usual tools, which read them once. */
    private static final Pattern SETTINGS =
            Pattern.compile("(.*\\.config\\.[cm]?[jt]s|\\.env(\\..*)?|tsconfig(\\..*)?\\.json|jsconfig\\.json"
                    + "|\\.(postcss|babel|swc|browserslist)rc(\\..*)?|components\\.json)");

    private Fingerprint() {}

    static String of(String content) {
        return ContentHash.of(content);
    }

    static @Nullable String ofInstall(ProjectFile file) {
        var name = name(file);
        if (name.equals(PACKAGE)) {
            return parts(file, DEPENDENCIES);
        }
        return LOCKS.contains(name) ? of(file.content()) : null;
    }

    static @Nullable String ofServe(ProjectFile file) {
        var name = name(file);
        if (name.equals(PACKAGE)) {
            return parts(file, START);
        }
        return SETTINGS.matcher(name).matches() ? of(file.content()) : null;
    }

    /** A package.json that can't be read matters as a whole. */
    private static String parts(ProjectFile file, List<String> names) {
        try {
            var whole = JSON.readTree(file.content());
            var parts = JSON.createObjectNode();
            names.forEach(name -> addIfThere(whole, name, parts::set));
            return of(parts.toString());
        } catch (JacksonException _) {
            return of(file.content());
        }
    }

    private static void addIfThere(JsonNode whole, String name, java.util.function.BiConsumer<String, JsonNode> add) {
        if (whole.has(name)) {
            add.accept(name, whole.get(name));
        }
    }

    private static String name(ProjectFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }
}
