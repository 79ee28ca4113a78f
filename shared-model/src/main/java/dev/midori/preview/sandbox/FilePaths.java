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

    private record Rule(Predicate<String> broken, String problem) {}

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");
    private static final Set<String> NOT_A_NAME = Set.of("", ".", "..");
    private static final Set<String> REFUSED = Set.of("node_modules", ".git");

    private static final List<Rule> RULES = List.of(
            new Rule(String::isEmpty, "is empty"),
            new Rule(path -> path.getBytes(StandardCharsets.UTF_8).length > LONGEST, "is longer than 512 bytes"),
            new Rule(path -> path.startsWith("/") || DRIVE.matcher(path).lookingAt(), "is not relative"),
            new Rule(path -> !path.equals(path.strip()), "begins or ends with white space"),
            new Rule(path -> path.indexOf('\\') >= 0, "contains a backslash"),
            new Rule(path -> path.codePoints().anyMatch(FilePaths::isRefused), "contains a control character"),
            new Rule(path -> segments(path).anyMatch(NOT_A_NAME::contains), "has an empty, . or .. segment"),
            new Rule(path -> segments(path).anyMatch(REFUSED::contains), "lies in node_modules or .git"));

    private FilePaths() {}

    /** What is wrong with this path, as words that follow it, or empty where nothing is. */
    public static Optional<String> problemWith(String path) {
        return RULES.stream()
                .filter(rule -> rule.broken().test(path))
                .map(Rule::problem)
                .findFirst();
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

    /** Controls, line separators, and halves of surrogate pairs, which no file system stores. */
    private static boolean isRefused(int c) {
        var type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
