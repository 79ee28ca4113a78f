package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client for frontends, by its own tests in Node and by the TypeScript compiler. */
class ClientIT {
    private static final Path CLIENT = Service.root().resolve("deploy/client");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```tsx\n(.*?)```");

    @Test
    void passesItsOwnTests() {
        var said = NpmPackages.run(CLIENT, "node", "--test", "--test-reporter=tap");

        assertThat(said).contains("# fail 0").doesNotContain("# pass 0");
    }

    /** React's types are looked for beside the client. */
    private static Path copyOfClient(Path folder) throws IOException {
        var copy = Files.createDirectory(folder.resolve("client"));
        for (var file : files(CLIENT, "")) {
            Files.copy(CLIENT.resolve(file), copy.resolve(file));
        }
        Files.createSymbolicLink(copy.resolve("node_modules"), NpmPackages.file("."));
        return copy;
    }

    @Test
    void itsTypesAreThoseOfItsCode(@TempDir Path folder) throws IOException {
        var copy = copyOfClient(folder);

        NpmPackages.run(copy, "node", tsc(), "--declaration", "--emitDeclarationOnly", "--outDir", "types");

        var made = files(copy.resolve("types"), ".d.ts");
        assertThat(made).isNotEmpty().isEqualTo(files(CLIENT.resolve("types"), ".d.ts"));
        for (var file : made) {
            assertThat(CLIENT.resolve("types").resolve(file))
                    .as("run 'npm run types' in deploy/client")
                    .hasSameTextualContentAs(copy.resolve("types").resolve(file));
        }
    }

    /** As a frontend would have it: the package beside its own code, found by its name. */
    @Test
    void theExampleOfItsReadmeCompiles(@TempDir Path folder) throws IOException {
        var example = EXAMPLE.matcher(Files.readString(CLIENT.resolve("README.md")));
        assertThat(example.find()).as("an example in the README").isTrue();
        var lines = example.group(1).lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(10);
        Files.write(folder.resolve("page.tsx"), lines);
        var packages = Files.createDirectories(folder.resolve("node_modules/@midori"));
        Files.createSymbolicLink(packages.resolve("preview-client"), CLIENT);
        try (var others = Files.list(NpmPackages.file("."))) {
            for (var other : others.toList()) {
                Files.createSymbolicLink(
                        folder.resolve("node_modules")
                                .resolve(other.getFileName().toString()),
                        other);
            }
        }

        NpmPackages.run(
                folder,
                "node",
                tsc(),
                "--strict",
                "--noImplicitAny",
                "false",
                "--noEmit",
                "--preserveSymlinks",
                "--jsx",
                "react-jsx",
                "--module",
                "esnext",
                "--moduleResolution",
                "bundler",
                "--target",
                "es2022",
                "--lib",
                "es2023,dom",
                "page.tsx");
    }

    private static String tsc() {
        return NpmPackages.file("typescript/bin/tsc").toString();
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
