package dev.midori.preview.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What tests of JavaScript bring along from npm, in the versions that the lock file has. */
final class NpmPackages {
    private static final Path SOURCE = Service.root().resolve("system-tests/src/test/npm");
    private static final Path TARGET =
            Service.root().resolve("system-tests/target/npm").toAbsolutePath();
    private static boolean installed;

    private NpmPackages() {}

    /** A file of a package, such as {@code axe-core/axe.min.js}. */
    static synchronized Path file(String path) {
        if (!installed) {
            install();
            installed = true;
        }
        return TARGET.resolve("node_modules").resolve(path).normalize();
    }

    static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install() {
        try {
            Files.createDirectories(TARGET);
            for (var name : List.of("package.json", "package-lock.json")) {
                Files.write(TARGET.resolve(name), Files.readAllBytes(SOURCE.resolve(name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(TARGET, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save");
    }

    /** Runs a command to its end, and answers what it printed. */
    static String run(Path folder, String... command) {
        try {
            var log = Files.createTempFile("midori-", ".log");
            try {
                var process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                if (!process.waitFor(3, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(command[0] + " did not end in time");
                }
                var said = Files.readString(log);
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(
                            "%s ended with %d: %s".formatted(command[0], process.exitValue(), said));
                }
                return said;
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
