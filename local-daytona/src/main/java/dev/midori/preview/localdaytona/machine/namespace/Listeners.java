package dev.midori.preview.localdaytona.machine.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads which TCP ports are listened on in a process's network, from the kernel's own table. */
final class Listeners {
    private static final String LISTENING = "0A";

    private Listeners() {}

    static Set<Integer> of(long pid) {
        return Stream.of("tcp", "tcp6")
                .map(table -> Path.of("/proc/%d/net/%s".formatted(pid, table)))
                .flatMap(table -> lines(table).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 3 && columns[3].equals(LISTENING))
                .map(columns -> Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16))
                .collect(Collectors.toSet());
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException _) {
            return List.of();
        }
    }
}
