package dev.midori.preview.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which paths a project may have. Whatever passes stays within the project's folder on any system. */
public final class FilePaths {
    /** The longest path, in bytes of UTF-8. */
    public static final int LONGEST = 512;

    /** What may be wrong with a path. */
    public enum Fault {
        EMPTY,
        TOO_LONG,
        NOT_RELATIVE,
        BLANK_ENDS,
        BACKSLASH,
        CONTROL_CHARACTER,
        NOT_NORMALISED,
        RESERVED
    }

    private record Rule(Predicate<String> broken, Fault fault) {}

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");
    private static final Set<String> NOT_A_NAME = Set.of("", ".", "..");
    private static final Set<String> REFUSED = Set.of("node_modules", ".git");

    private static final List<Rule> RULES = List.of(
            new Rule(String::isEmpty, Fault.EMPTY),
            new Rule(path -> path.getBytes(StandardCharsets.UTF_8).length > LONGEST, Fault.TOO_LONG),
            new Rule(path -> path.startsWith("/") || DRIVE.matcher(path).lookingAt(), Fault.NOT_RELATIVE),
            new Rule(path -> !path.equals(path.strip()), Fault.BLANK_ENDS),
            new Rule(path -> path.indexOf('\\') >= 0, Fault.BACKSLASH),
            new Rule(FilePaths::hasRefused, Fault.CONTROL_CHARACTER),
            new Rule(path -> segments(path).anyMatch(NOT_A_NAME::contains), Fault.NOT_NORMALISED),
            new Rule(path -> segments(path).anyMatch(REFUSED::contains), Fault.RESERVED));

    private FilePaths() {}

    /** What is wrong with this path, or empty where nothing is. */
    public static Optional<Fault> problemWith(String path) {
        for (var rule : RULES) {
            if (rule.broken().test(path)) {
                return Optional.of(rule.fault());
            }
        }
        return Optional.empty();
    }

    /** One of these paths that can't exist beside the others: there twice, or inside another one. */
    public static Optional<String> clash(Collection<String> paths) {
        var files = new HashSet<String>();
        var twice = paths.stream().filter(path -> !files.add(path)).findFirst();
        return twice.or(
                () -> paths.stream().filter(path -> liesInside(files, path)).findFirst());
    }

    private static boolean liesInside(Set<String> files, String path) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (files.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }

    private static Stream<String> segments(String path) {
        return Arrays.stream(path.split("/", -1));
    }

    private static boolean hasRefused(String path) {
        for (int at = 0; at < path.length(); at += Character.charCount(path.codePointAt(at))) {
            if (isRefused(path.codePointAt(at))) {
                return true;
            }
        }
        return false;
    }

    /** Controls, line separators, and halves of surrogate pairs, which no file system stores. */
    private static boolean isRefused(int c) {
        var type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
