package dev.midori.preview.gateway.files;

import dev.midori.preview.sandbox.ProjectFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What shall be different in a preview that runs, checked.
 *
 * @param project    that the caller believes it to be of, where it says so
 * @param files      that shall be so
 * @param deleted    paths that shall not be
 * @param comparison what the caller compared, given back as it came; {@code null} where there is none
 */
record Change(
        Optional<String> project,
        List<ProjectFile> files,
        List<String> deleted,
        @Nullable JsonNode comparison) {
    Change {
        files = List.copyOf(files);
        deleted = List.copyOf(deleted);
    }

    List<String> paths() {
        return Stream.concat(files.stream().map(ProjectFile::path), deleted.stream())
                .toList();
    }

    /** Leaves the files out. */
    @Override
    public String toString() {
        return "Change[%d files, %d deleted]".formatted(files.size(), deleted.size());
    }
}
