package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.Toolbox;
import dev.midori.preview.provision.dependencies.Installation;

/**
 * Where a job is carried out: a started sandbox.
 *
 * @param daytonaId Daytona's own id
 * @param toolbox   what can be done inside
 */
record Place(String daytonaId, Toolbox toolbox) {
    /** The project's folder, below the sandbox's work directory. */
    static final String PROJECT_FOLDER = Installation.FOLDER;

    /** Where a file of the project is. */
    static String inFolder(String path) {
        return PROJECT_FOLDER + "/" + path;
    }

    /**
     * A command of ours in the project's folder. In a subshell: one that ends its shell would otherwise end the session
     * with it, and never be seen to end.
     */
    static String inProject(String command) {
        return "( cd %s && %s )".formatted(PROJECT_FOLDER, command);
    }
}
