package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.machine.ShellCommand;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A command's log, each of whose lines begins with the mark of its stream. */
final class MarkedLog {
    private final String text;

    MarkedLog(byte[] log) {
        this.text = new String(log, StandardCharsets.UTF_8);
    }

    String marked() {
        return text;
    }

    /** The lines with that mark, without it. */
    String only(String mark) {
        return text.lines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()) + "\n")
                .collect(Collectors.joining());
    }

    String plain() {
        return text.replace(ShellCommand.STDOUT, "").replace(ShellCommand.STDERR, "");
    }
}
