package dev.midori.preview.provision.dependencies;

import dev.midori.preview.command.ContentHash;
import dev.midori.preview.sandbox.ProjectFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that decides what {@code npm install} installs for a project, and nothing else of the project. Two projects with
 * the same set have the same {@code node_modules}, whoever they belong to.
 *
 * @param key   64 hex digits that stand for the set and where it is installed
 * @param files to install it from: a {@code package.json} of our own making, and the project's lock file if it has one
 */
record DependencySet(String key, List<ProjectFile> files) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PACKAGE = "package.json";
    private static final Set<String> LOCKS = Set.of("package-lock.json", "npm-shrinkwrap.json");

    /** What npm reads beside them: settings, another tool's lock, and what makes it compile the project itself. */
    private static final Set<String> OTHERS = Set.of(".npmrc", "yarn.lock", "binding.gyp");

    private static final List<String> DEPENDENCIES =
            List.of("dependencies", "devDependencies", "optionalDependencies", "peerDependencies");

    /** What else decides what is installed, or whether anything is. */
    private static final List<String> CONDITIONS =
            List.of("allowScripts", "cpu", "devEngines", "engines", "libc", "os", "overrides", "peerDependenciesMeta");

    /** With these it is about more than one package, or about what comes with the project. */
    private static final List<String> UNSHAREABLE = List.of("workspaces", "bundleDependencies", "bundledDependencies");

    /** What npm runs when it installs. */
    private static final List<String> INSTALL_SCRIPTS = List.of(
            "preinstall",
            "install",
            "postinstall",
            "prepublish",
            "preprepare",
            "prepare",
            "postprepare",
            "dependencies");

    DependencySet {
        files = List.copyOf(files);
    }

    /**
     * The set that a project needs; empty where what is installed may depend on more than the set.
     *
     * @param place where it is installed: sets of different places are different
     */
    static Optional<DependencySet> of(Collection<ProjectFile> project, String place) {
        var locks = project.stream().filter(file -> LOCKS.contains(file.path())).toList();
        if (locks.size() > 1
                || !locks.stream().map(ProjectFile::content).allMatch(LockFile::isShareable)
                || project.stream().map(ProjectFile::path).anyMatch(OTHERS::contains)) {
            return Optional.empty();
        }
        return project.stream()
                .filter(file -> file.path().equals(PACKAGE))
                .findFirst()
                .flatMap(own -> dependenciesOf(own.content()))
                .map(dependencies -> {
                    var files = new ArrayList<>(locks);
                    files.add(new ProjectFile(PACKAGE, dependencies));
                    return of(files, place);
                });
    }

    private static DependencySet of(List<ProjectFile> files, String place) {
        var all = new ArrayList<>(files);
        // No file has such a path.
        all.add(new ProjectFile("/", place));
        return new DependencySet(ContentHash.wholeOf(all), files);
    }

    /** A package.json of nothing else, the same for all projects that say the same. */
    private static Optional<String> dependenciesOf(String own) {
        try {
            var whole = JSON.readTree(own);
            return whole.isObject() && isShareable(whole)
                    ? Optional.of(JSON.writeValueAsString(reduced(whole)))
                    : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static boolean isShareable(JsonNode whole) {
        var maps = DEPENDENCIES.stream()
                .map(whole::path)
                .filter(map -> !map.isMissingNode())
                .toList();
        return UNSHAREABLE.stream().noneMatch(whole::has)
                && INSTALL_SCRIPTS.stream().noneMatch(whole.path("scripts")::has)
                && maps.stream().anyMatch(map -> !map.isEmpty())
                && maps.stream().allMatch(DependencySet::areFromTheRegistry)
                && areOverrides(whole.path("overrides"));
    }

    private static boolean areFromTheRegistry(JsonNode map) {
        return map.isObject()
                && map.propertyStream()
                        .allMatch(one -> Specs.isName(one.getKey())
                                && one.getValue().isString()
                                && Specs.isShareable(one.getValue().asString()));
    }

    /** A value that begins with {@code $} is that of a dependency. */
    private static boolean areOverrides(JsonNode overrides) {
        return overrides.isMissingNode()
                || (overrides.isObject()
                        && overrides
                                .valueStream()
                                .allMatch(one -> one.isString()
                                        ? one.asString().startsWith("$") || Specs.isShareable(one.asString())
                                        : areOverrides(one)));
    }

    private static Map<String, Object> reduced(JsonNode whole) {
        var reduced = new TreeMap<String, Object>();
        DEPENDENCIES.stream()
                .filter(whole::has)
                .forEach(name -> reduced.put(name, sorted((ObjectNode) whole.get(name))));
        // The order of overrides means something, so what is in these stays as it was written.
        CONDITIONS.stream().filter(whole::has).forEach(name -> reduced.put(name, whole.get(name)));
        return reduced;
    }

    private static Map<String, JsonNode> sorted(ObjectNode map) {
        var sorted = new TreeMap<String, JsonNode>();
        map.properties().forEach(one -> sorted.put(one.getKey(), one.getValue()));
        return sorted;
    }
}
