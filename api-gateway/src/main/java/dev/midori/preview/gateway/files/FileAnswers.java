package dev.midori.preview.gateway.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is answered about files. */
final class FileAnswers {
    private FileAnswers() {}

    /**
     * What came of a change.
     *
     * @param updatedFiles how many were written or removed
     * @param totalFiles   how many were sent or named
     * @param skippedFiles how many were so already
     * @param updated      the paths that were written or removed
     * @param rebuildType  what it took: {@code none}, {@code hmr}, {@code restart} or {@code install}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FilesChanged")
    record Changed(
            boolean success,
            String sandboxId,
            int updatedFiles,
            int totalFiles,
            int skippedFiles,
            List<String> errors,
            List<String> updated,
            String rebuildType,
            String message,
            String projectId,
            @Schema(implementation = Object.class) @Nullable JsonNode comparison) {}

    /** A change that a worker has, and whose end nobody waited for. */
    @Schema(name = "ChangePending")
    record Pending(
            boolean success, String sandboxId, String status, int totalFiles, String message, String statusUrl) {}

    /** Edits that were made, all of them. */
    @Schema(name = "LinesEdited")
    record Edited(boolean success, String path, int appliedOperations, int totalOperations) {}

    /** The project's files. */
    @Schema(name = "FileList")
    record Listed(String sandboxId, List<String> files) {}

    /** One file as it is now. */
    @Schema(name = "FileContent")
    record Read(String sandboxId, String path, String content) {
        @Override
        public String toString() {
            return "Read[%s]".formatted(path);
        }
    }
}
