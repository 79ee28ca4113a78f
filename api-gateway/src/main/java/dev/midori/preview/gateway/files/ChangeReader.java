package dev.midori.preview.gateway.files;

import dev.midori.preview.gateway.body.StrictJson;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.gateway.submit.FileReader;
import dev.midori.preview.gateway.submit.Refusals;
import dev.midori.preview.gateway.submit.Values;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.FilePaths;
import dev.midori.preview.sandbox.ProjectFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a change as it arrives and stops at the first thing that is wrong. */
@Component
class ChangeReader {
    private static final long VALUES_PER_FILE = 200;
    /** What is given back is kept while the caller waits, so it has to be small. */
    private static final int LONGEST_COMPARISON = 16 << 10;

    private final PreviewLimits limits;
    private final JsonMapper json;

    ChangeReader(PreviewLimits limits) {
        this.limits = limits;
        this.json = JsonMapper.builder(StrictJson.factory(1000 + VALUES_PER_FILE * limits.maxFiles()))
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** The change in this body; what is wrong with it ends the request with a problem. */
    Change read(InputStream body) throws IOException {
        try (var parser = json.createParser(StrictJson.utf8(body))) {
            return readWhole(parser);
        } catch (JacksonException e) {
            throw StrictJson.problem(e).asException();
        }
    }

    private Change readWhole(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw StrictJson.notAnObject().asException();
        }
        String project = null;
        List<ProjectFile> files = List.of();
        List<String> deleted = List.of();
        JsonNode comparison = null;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            switch (name) {
                case "projectId" -> project = Values.text(parser, name);
                case "files" -> files = new FileReader(parser, limits).readAll();
                case "deletedFiles" -> deleted = paths(parser);
                case "comparison" -> comparison = comparison(parser);
                default -> Values.skip(parser);
            }
        }
        if (parser.nextToken() != null) {
            throw StrictJson.notAnObject().asException();
        }
        return checked(new Change(Optional.ofNullable(project), files, deleted, comparison));
    }

    private @Nullable JsonNode comparison(JsonParser parser) {
        parser.nextToken();
        JsonNode tree = json.readTree(parser);
        return tree.toString().length() <= LONGEST_COMPARISON ? tree : null;
    }

    private List<String> paths(JsonParser parser) {
        var first = parser.nextToken();
        if (first == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (first != JsonToken.START_ARRAY) {
            throw Problem.of(Reason.DELETED_FILES_NOT_A_LIST).asException();
        }
        var paths = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw Problem.of(Reason.FIELD_NOT_TEXT, "deletedFiles[%d]".formatted(paths.size()))
                        .asException();
            }
            if (paths.size() == limits.maxFiles()) {
                throw Refusals.tooManyFiles(limits.maxFiles()).asException();
            }
            paths.add(checked(parser.getString()));
        }
        return paths;
    }

    static String checked(String path) {
        FilePaths.problemWith(path).ifPresent(problem -> {
            throw Refusals.badPath(path, problem).asException();
        });
        return path;
    }

    private static Change checked(Change change) {
        if (change.paths().isEmpty()) {
            throw Problem.of(Reason.NO_CHANGES).asException();
        }
        FilePaths.clash(change.files().stream().map(ProjectFile::path).toList()).ifPresent(path -> {
            throw Refusals.clash(path).asException();
        });
        change.files().stream()
                .map(ProjectFile::path)
                .filter(change.deleted()::contains)
                .findFirst()
                .ifPresent(path -> {
                    throw Refusals.clash(path).asException();
                });
        return change;
    }
}
