package dev.midori.preview.localdaytona.machine.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What this server itself runs inside a machine. */
final class GuestScripts {
    /** A shell that runs commands one after another and tells their streams apart. */
    static final String SESSION = read("session.sh");

    /** Does one thing with files. */
    static final String FILES = read("files.mjs");

    private GuestScripts() {}

    private static String read(String name) {
        try (var in = Objects.requireNonNull(GuestScripts.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
