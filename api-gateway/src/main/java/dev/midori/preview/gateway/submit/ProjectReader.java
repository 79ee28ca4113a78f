package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.body.StrictJson;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.FilePaths;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.ProjectId;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a project as it arrives and stops at the first thing that is wrong, so that nothing is kept of a request that is
 * refused. Fields that it doesn't know are left out without being kept.
 */
@Component
class ProjectReader {
    /** A file has a handful of fields; what frontends may add is small beside this. */
    private static final long VALUES_PER_FILE = 200;

    private final PreviewLimits limits;
    private final JsonFactory factory;

    ProjectReader(PreviewLimits limits) {
        this.limits = limits;
        this.factory = StrictJson.factory(1000 + VALUES_PER_FILE * limits.maxFiles());
    }

    /** The project in this body; what is wrong with it ends the request with a problem. */
    ProjectRequest read(InputStream body) throws IOException {
        try (var json = factory.createParser(ObjectReadContext.empty(), StrictJson.utf8(body))) {
            return readWhole(json);
        } catch (JacksonException e) {
            throw StrictJson.problem(e).asException();
        }
    }

    private ProjectRequest readWhole(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw StrictJson.notAnObject().asException();
        }
        String project = null;
        List<ProjectFile> files = List.of();
        var replace = false;
        var force = false;
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "projectId" -> project = Values.text(json, name);
                case "files" -> files = new FileReader(json, limits).readAll();
                case "replace" -> replace = Values.flag(json, name);
                case "force" -> force = Values.flag(json, name);
                default -> Values.skip(json);
            }
        }
        if (json.nextToken() != null) {
            throw StrictJson.notAnObject().asException();
        }
        return new ProjectRequest(projectId(project), checked(files), replace, force);
    }

    private static ProjectId projectId(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw Refusals.noProjectId().asException();
        }
        try {
            return new ProjectId(text);
        } catch (IllegalArgumentException _) {
            throw Refusals.badProjectId().asException();
        }
    }

    private static List<ProjectFile> checked(List<ProjectFile> files) {
        if (files.isEmpty()) {
            throw Refusals.noFiles().asException();
        }
        FilePaths.clash(files.stream().map(ProjectFile::path).toList()).ifPresent(path -> {
            throw Refusals.clash(path).asException();
        });
        return files;
    }
}
