package dev.midori.preview.gateway.caller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Sessions that the real {@code next-auth} 4 and {@code @auth/core} make. They are installed once, below target. */
final class NextAuth {
    private static final Path FOLDER = Path.of("target", "next-auth").toAbsolutePath();
    private static final JsonMapper JSON = JsonMapper.shared();

    private NextAuth() {}

    /** What a session is to be like. */
    record Wanted(int version, String secret, String cookie, long maxAge, Map<String, ?> claims) {
        static Wanted of(int version, String secret, String cookie, String user) {
            return new Wanted(version, secret, cookie, 3600, Map.of("sub", user, "name", "Anna"));
        }

        Wanted lasting(long seconds) {
            return new Wanted(version, secret, cookie, seconds, claims);
        }

        Wanted with(String claim, Object value) {
            var more = new HashMap<String, Object>(claims);
            more.put(claim, value);
            return new Wanted(version, secret, cookie, maxAge, more);
        }
    }

    /** A session, whole and as the cookies that a browser would hold. */
    record Made(String token, List<List<String>> chunks) {
        String cookies() {
            return chunks.stream().map(chunk -> String.join("=", chunk)).collect(Collectors.joining("; "));
        }
    }

    /** All of them, in the order in which they are wanted. */
    static List<Made> make(List<Wanted> wanted) {
        try {
            install();
            var answer = run(JSON.writeValueAsString(wanted), "node", "tokens.mjs");
            return JSON.readValue(answer, new TypeReference<List<Made>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install() throws IOException {
        var done = FOLDER.resolve("node_modules/.package-lock.json");
        Files.createDirectories(FOLDER);
        for (var name : List.of("package.json", "tokens.mjs")) {
            try (var file = Objects.requireNonNull(NextAuth.class.getResourceAsStream(name), name)) {
                Files.copy(file, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.exists(done)) {
            run(
                    "",
                    "npm",
                    "install",
                    "--ignore-scripts",
                    "--legacy-peer-deps",
                    "--prefer-offline",
                    "--no-audit",
                    "--no-fund");
        }
    }

    private static String run(String input, String program, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        var log = FOLDER.resolve(program + ".log");
        var process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectError(log.toFile())
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("%s failed: %s".formatted(program, Files.readString(log)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return output;
    }
}
