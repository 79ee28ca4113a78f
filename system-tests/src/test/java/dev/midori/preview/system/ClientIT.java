package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client for frontends, by its own tests in Node and by the TypeScript compiler. */
class ClientIT {
    private static final Path CLIENT = Service.root().resolve("deploy/client");

    @Test
    void passesItsOwnTests() {
        var said = NpmPackages.run(CLIENT, "node", "--test", "--test-reporter=tap");

        assertThat(said).contains("# fail 0").doesNotContain("# pass 0");
    }

    @Test
    void itsTypesAreThoseOfItsCode(@TempDir Path folder) throws IOException {
        var tsc = NpmPackages.file("typescript/bin/tsc");
        // React's types are looked for beside the client.
        var copy = Files.createDirectory(folder.resolve("client"));
        for (var file : files(CLIENT, "")) {
            Files.copy(CLIENT.resolve(file), copy.resolve(file));
        }
        Files.createSymbolicLink(copy.resolve("node_modules"), NpmPackages.file("."));

        NpmPackages.run(copy, "node", tsc.toString(), "--declaration", "--emitDeclarationOnly", "--outDir", "types");

        var made = files(copy.resolve("types"), ".d.ts");
        assertThat(made).isNotEmpty().isEqualTo(files(CLIENT.resolve("types"), ".d.ts"));
        for (var file : made) {
            assertThat(CLIENT.resolve("types").resolve(file))
                    .as("run 'npm run types' in deploy/client")
                    .hasSameTextualContentAs(copy.resolve("types").resolve(file));
        }
    }

    private static List<String> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
