package dev.midori.preview.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of this machine. */
final class Executables {
    private Executables() {}

    /** Whether one of these exists. */
    static boolean any(String... candidates) {
        return Stream.of(candidates).anyMatch(candidate -> Files.isExecutable(Path.of(candidate)));
    }

    /** The first of these that exists; otherwise fails with one line that says what to install. */
    static String first(String install, String... candidates) {
        return List.of(candidates).stream()
                .filter(candidate -> Files.isExecutable(Path.of(candidate)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("No Docker engine answers and %s is not installed: apt-get install %s"
                                .formatted(install, install)));
    }
}
