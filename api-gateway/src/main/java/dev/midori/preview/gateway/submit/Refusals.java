package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.gateway.problem.Texts;
import dev.midori.preview.sandbox.FilePaths;
import java.nio.charset.StandardCharsets;
import org.springframework.util.unit.DataSize;

/** Why a project is not accepted as it was sent; each names the field, or the file by its path. */
public final class Refusals {
    private static final int LONGEST_QUOTE = 120;

    private Refusals() {}

    static Problem notText(String field) {
        return Problem.of(Reason.FIELD_NOT_TEXT, field);
    }

    static Problem notFlag(String field) {
        return Problem.of(Reason.FIELD_NOT_FLAG, field);
    }

    static Problem noProjectId() {
        return Problem.of(Reason.MISSING_PROJECT_ID);
    }

    static Problem badProjectId() {
        return Problem.of(Reason.PROJECT_ID_NOT_VALID);
    }

    static Problem noFiles() {
        return Problem.of(Reason.NO_FILES);
    }

    static Problem filesNotAList() {
        return Problem.of(Reason.FILES_NOT_A_LIST);
    }

    static Problem fileNotAnObject(int index) {
        return Problem.of(Reason.FILE_NOT_AN_OBJECT, "files[%d]".formatted(index));
    }

    static Problem noPath(int index) {
        return Problem.of(Reason.PATH_MISSING, "files[%d].path".formatted(index));
    }

    /** A path that no project may have. */
    public static Problem badPath(String path, FilePaths.Fault fault) {
        return Problem.of(Reason.PATH_NOT_VALID, quoted(path), Texts.of("path." + fault.name()))
                .with("path", cut(path));
    }

    /** A path that can't exist beside the others. */
    public static Problem clash(String path) {
        return Problem.of(Reason.PATHS_CLASH, quoted(path)).with("path", cut(path));
    }

    static Problem noContent(String path) {
        return Problem.of(Reason.CONTENT_MISSING, quoted(path)).with("path", cut(path));
    }

    static Problem notUnicode(String path) {
        return Problem.of(Reason.CONTENT_NOT_UNICODE, quoted(path)).with("path", cut(path));
    }

    static Problem fileTooLarge(String path, DataSize limit) {
        return Problem.of(Reason.FILE_LARGER_THAN, quoted(path), Texts.of(limit))
                .with("path", cut(path));
    }

    /** There are more files than a project may have. */
    public static Problem tooManyFiles(int limit) {
        return Problem.of(Reason.MORE_FILES_THAN, limit);
    }

    /** The body is longer than a project may be. */
    public static Problem projectTooLarge(DataSize limit) {
        return Problem.of(Reason.PROJECT_LARGER_THAN, Texts.of(limit));
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
