package dev.midori.preview.provision.dependencies;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What npm says that it has installed, in the lock file that it keeps inside {@code node_modules}. */
final class InstalledPackages {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FOLDER = "node_modules/";

    /**
     * Packages whose scripts look at themselves and the machine alone. Others may look at the project, as Prisma's client
     * does for its schema; installed without it they would not be what they should.
     */
    private static final Set<String> INDEPENDENT = Set.of(
            "@biomejs/biome",
            "@parcel/watcher",
            "@swc/core",
            "@tailwindcss/oxide",
            "better-sqlite3",
            "bufferutil",
            "core-js",
            "core-js-bundle",
            "core-js-pure",
            "es5-ext",
            "esbuild",
            "fsevents",
            "protobufjs",
            "sharp",
            "unrs-resolver",
            "utf-8-validate",
            "vue-demi");

    private InstalledPackages() {}

    /** Whether they are the same whichever project they are installed for. */
    static boolean areShareable(byte[] lock) {
        try {
            var packages = JSON.readTree(lock).path("packages");
            return packages.isObject()
                    && packages.propertyStream().allMatch(one -> isShareable(one.getKey(), one.getValue()));
        } catch (JacksonException _) {
            return false;
        }
    }

    private static boolean isShareable(String path, JsonNode one) {
        return path.startsWith(FOLDER)
                && !one.path("link").asBoolean(false)
                && !one.path("resolved").asString("").startsWith("git")
                && (!one.path("hasInstallScript").asBoolean(false) || INDEPENDENT.contains(nameIn(path)));
    }

    private static String nameIn(String path) {
        return path.substring(path.lastIndexOf(FOLDER) + FOLDER.length());
    }
}
