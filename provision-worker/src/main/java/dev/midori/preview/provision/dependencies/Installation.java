package dev.midori.preview.provision.dependencies;

/** How a project's packages are installed, in its sandbox or in one where they are kept for many. */
public final class Installation {
    /** The project's folder, below the sandbox's work directory. */
    public static final String FOLDER = "app";

    /** The command, in a subshell: one that ends its shell would otherwise end the session with it, and never be seen to end. */
    public static final String COMMAND =
            "( cd app && rm -f node_modules/.midori-dependencies && npm install --prefer-offline --no-audit --no-fund )";

    /**
     * Says which set is installed, whole and nothing else. The command takes it away first, so it never stands beside
     * packages that anything else has changed.
     */
    static final String MARKER = FOLDER + "/node_modules/.midori-dependencies";

    /** What npm writes last: everything that it has installed. */
    static final String INSTALLED = FOLDER + "/node_modules/.package-lock.json";

    private Installation() {}
}
