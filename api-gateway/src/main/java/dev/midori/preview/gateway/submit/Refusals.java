package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.problem.Code;
import dev.midori.preview.gateway.problem.Problem;
import java.nio.charset.StandardCharsets;
import org.springframework.util.unit.DataSize;

/** Why a project is not accepted as it was sent; each names the field, or the file by its path. */
public final class Refusals {
    private static final int LONGEST_QUOTE = 120;
    private static final String CORRECT = "Correct the request and send it again.";

    private Refusals() {}

    static Problem notText(String field) {
        return Problem.of(Code.INVALID_REQUEST, field + " must be a string.", CORRECT);
    }

    static Problem notFlag(String field) {
        return Problem.of(Code.INVALID_REQUEST, field + " must be true or false.", CORRECT);
    }

    static Problem noProjectId() {
        return Problem.of(Code.MISSING_PROJECT_ID, "projectId is missing.", "Say which project it is.");
    }

    static Problem badProjectId() {
        return Problem.of(
                Code.INVALID_REQUEST, "projectId must have 1 to 128 letters, digits or . _ : - characters.", CORRECT);
    }

    static Problem noFiles() {
        return Problem.of(Code.NO_FILES, "files is missing or empty.", "Send at least one file with path and content.");
    }

    static Problem filesNotAList() {
        return Problem.of(Code.INVALID_REQUEST, "files must be a list of {path, content}.", CORRECT);
    }

    static Problem fileNotAnObject(int index) {
        return Problem.of(Code.INVALID_REQUEST, "files[%d] must be an object.".formatted(index), CORRECT);
    }

    static Problem noPath(int index) {
        return Problem.of(Code.INVALID_FILE_PATH, "files[%d].path is missing.".formatted(index), CORRECT);
    }

    /** A path that no project may have. */
    public static Problem badPath(String path, String problem) {
        return Problem.of(
                        Code.INVALID_FILE_PATH,
                        "The path %s %s.".formatted(quoted(path), problem),
                        "Use a relative, normalised path inside the project.")
                .with("path", cut(path));
    }

    /** A path that can't exist beside the others. */
    public static Problem clash(String path) {
        return Problem.of(
                        Code.INVALID_FILE_PATH,
                        "The path %s is there twice, or lies inside another file.".formatted(quoted(path)),
                        "Send each file once, and no file as the folder of another.")
                .with("path", cut(path));
    }

    static Problem noContent(String path) {
        return Problem.of(
                        Code.INVALID_REQUEST,
                        "The file %s has no content.".formatted(quoted(path)),
                        "Send content as a string; an empty one makes an empty file.")
                .with("path", cut(path));
    }

    static Problem notUnicode(String path) {
        return Problem.of(
                        Code.INVALID_REQUEST,
                        "The content of %s is not valid Unicode text.".formatted(quoted(path)),
                        "Send text; a lone half of a surrogate pair can't be stored.")
                .with("path", cut(path));
    }

    static Problem fileTooLarge(String path, DataSize limit) {
        return Problem.of(
                        Code.FILE_TOO_LARGE,
                        "The file %s is larger than %s.".formatted(quoted(path), text(limit)),
                        "Make the file smaller, or load large assets from elsewhere.")
                .with("path", cut(path));
    }

    /** There are more files than a project may have. */
    public static Problem tooManyFiles(int limit) {
        return Problem.of(
                Code.TOO_MANY_FILES,
                "The project has more than %d files.".formatted(limit),
                "Leave generated files out; they are made in the sandbox.");
    }

    /** The body is longer than a project may be. */
    public static Problem projectTooLarge(DataSize limit) {
        return Problem.of(
                Code.PROJECT_TOO_LARGE,
                "The project is larger than %s.".formatted(text(limit)),
                "Leave generated files out, or load large assets from elsewhere.");
    }

    private static String text(DataSize size) {
        return size.toBytes() % DataSize.ofMegabytes(1).toBytes() == 0
                ? size.toMegabytes() + " MiB"
                : size.toBytes() + " bytes";
    }

    private static String quoted(String path) {
        return '"' + cut(path) + '"';
    }

    /** Short, and without what no answer could hold: halves of surrogate pairs become question marks. */
    private static String cut(String path) {
        var text = path.codePointCount(0, path.length()) <= LONGEST_QUOTE
                ? path
                : path.substring(0, path.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
