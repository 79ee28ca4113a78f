package dev.midori.preview.gateway.submit;

import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.FilePaths;
import dev.midori.preview.sandbox.ProjectFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the list of files, and checks each as soon as it is there. */
public final class FileReader {
    private final JsonParser json;
    private final PreviewLimits limits;

    /** @param json stands before the list */
    public FileReader(JsonParser json, PreviewLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    /** All of them; the first that is wrong ends the request with a problem. */
    public List<ProjectFile> readAll() {
        var first = json.nextToken();
        if (first == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (first != JsonToken.START_ARRAY) {
            throw Refusals.filesNotAList().asException();
        }
        var files = new ArrayList<ProjectFile>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (files.size() == limits.maxFiles()) {
                throw Refusals.tooManyFiles(limits.maxFiles()).asException();
            }
            files.add(readOne(files.size()));
        }
        return files;
    }

    private ProjectFile readOne(int index) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw Refusals.fileNotAnObject(index).asException();
        }
        String path = null;
        String content = null;
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "path" -> path = Values.text(json, "files[%d].path".formatted(index));
                case "content" -> content = Values.text(json, "files[%d].content".formatted(index));
                default -> Values.skip(json);
            }
        }
        return checked(index, path, content);
    }

    private ProjectFile checked(int index, @Nullable String path, @Nullable String content) {
        if (path == null) {
            throw Refusals.noPath(index).asException();
        }
        FilePaths.problemWith(path).ifPresent(fault -> {
            throw Refusals.badPath(path, fault).asException();
        });
        if (content == null) {
            throw Refusals.noContent(path).asException();
        }
        var length =
                Utf8.length(content).orElseThrow(() -> Refusals.notUnicode(path).asException());
        if (length > limits.maxFileSize().toBytes()) {
            throw Refusals.fileTooLarge(path, limits.maxFileSize()).asException();
        }
        return new ProjectFile(path, content);
    }
}
