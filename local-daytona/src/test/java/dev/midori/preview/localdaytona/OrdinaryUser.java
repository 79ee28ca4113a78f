package dev.midori.preview.localdaytona;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Somebody who is not root: whoever runs the tests, or where that is root, a user without any rights. */
public final class OrdinaryUser {
    /** What nobody is called by the kernel and by every distribution. */
    private static final int NOBODY = 65_534;

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final String UID = "unix:uid";

    private final boolean isSomebodyElse;

    private OrdinaryUser(boolean isSomebodyElse) {
        this.isSomebodyElse = isSomebodyElse;
    }

    /** Tells why there is none here by skipping the test. */
    public static OrdinaryUser find() throws IOException, InterruptedException {
        var user =
                new OrdinaryUser(Files.getAttribute(Path.of("/proc/self"), UID).equals(0));
        if (!user.can("true")) {
            abort("this root can't become another user");
        }
        if (!user.can(
                "test",
                "-x",
                Path.of(System.getProperty("java.home"), "bin", "java").toString())) {
            abort("this Java is where only root can run it");
        }
        return user;
    }

    /** Skips the test where such a user can make no namespaces. */
    public OrdinaryUser whoMakesNamespaces() throws IOException, InterruptedException {
        if (!can("unshare", "--user", "--map-root-user", "--net", "true")) {
            abort("this kernel lets ordinary users make no namespaces");
        }
        if (!can("test", "-w", "/dev/net/tun")) {
            abort("this host lets ordinary users make no networks: /dev/net/tun is not open to them");
        }
        return this;
    }

    /** What stands before a command to have it run by this user. */
    private List<String> prefix() {
        return isSomebodyElse
                ? List.of(
                        "setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all", "--")
                : List.of();
    }

    private boolean can(String... command) throws IOException, InterruptedException {
        var all = new ArrayList<>(prefix());
        all.addAll(List.of(command));
        var process = new ProcessBuilder(all)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }

    /** The server in a temporary folder that becomes this user's, run by it. */
    public ServerProcess.Options serverIn(Path folder, String runtime, String... more) throws IOException {
        var options = ServerProcess.Options.of(runtime, more);
        if (!isSomebodyElse) {
            return options;
        }
        for (var above = folder; above != null && !above.equals(TEMPORARY); above = above.getParent()) {
            Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Files.setAttribute(folder, UID, NOBODY);
        var copy = Files.copy(options.jar(), folder.resolve("server.jar"));
        Files.setAttribute(copy, UID, NOBODY);
        return options.as(prefix(), copy);
    }
}
