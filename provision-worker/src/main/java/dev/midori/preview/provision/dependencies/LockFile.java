package dev.midori.preview.provision.dependencies;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a lock file of npm's names only packages whose content it pins. Its versions 2 and 3 have them by path under
 * {@code packages}, version 1 by name under {@code dependencies}
 * (<a href="https://docs.npmjs.com/cli/configuring-npm/package-lock-json">npm's description</a>).
 */
final class LockFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** An address with credentials in it is somebody's own. */
    private static final Pattern ADDRESS = Pattern.compile("https?://[^@/\\s]+/\\S+");

    private LockFile() {}

    static boolean isShareable(String content) {
        try {
            var lock = JSON.readTree(content);
            var packages = lock.path("packages");
            var dependencies = lock.path("dependencies");
            return (packages.isObject() || dependencies.isObject())
                    && arePinned(packages)
                    && dependencies.valueStream().allMatch(LockFile::isPinnedWithItsOwn);
        } catch (JacksonException _) {
            return false;
        }
    }

    private static boolean arePinned(JsonNode packages) {
        return packages.propertyStream()
                .filter(one -> !one.getKey().isEmpty())
                .allMatch(one -> one.getKey().startsWith("node_modules/")
                        && !one.getKey().contains("..")
                        && isPinned(one.getValue()));
    }

    private static boolean isPinnedWithItsOwn(JsonNode dependency) {
        return isPinned(dependency)
                && dependency.path("dependencies").valueStream().allMatch(LockFile::isPinnedWithItsOwn);
    }

    private static boolean isPinned(JsonNode one) {
        return !one.path("link").asBoolean(false)
                && Specs.isShareable(one.path("version").asString(""))
                && (isFoundByVersion(one) || isFoundByAddress(one));
    }

    /** By the registry, or inside the package that brings it along. */
    private static boolean isFoundByVersion(JsonNode one) {
        return one.path("resolved").isMissingNode() && one.path("version").isString();
    }

    private static boolean isFoundByAddress(JsonNode one) {
        return ADDRESS.matcher(one.path("resolved").asString("")).matches()
                && !one.path("integrity").asString("").isBlank();
    }
}
