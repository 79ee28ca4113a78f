package dev.midori.preview.gateway.docs;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;

/** What requests hold, for the description alone: they are read as they arrive, and never become one of these. */
public final class Bodies {
    /** An example of a create. */
    public static final String CREATE = """
            {"projectId": "cafe", "files": [{"path": "package.json", "content": "{\\"scripts\\": {\\"dev\\": \\"vite\\"}}"}]}""";

    /** An example of a change. */
    public static final String CHANGE = """
            {"files": [{"path": "src/main.ts", "content": "let x = 2"}], "deletedFiles": ["src/old.ts"]}""";

    /** An example of edits. */
    public static final String EDITS = """
            {"path": "src/main.ts", "operations": [
              {"type": "replace", "line": 0, "content": "let x = 2", "oldContent": "let x = 1"}]}""";

    /** An example of what names a sandbox. */
    public static final String SANDBOX = "{\"sandboxId\": \"sb_0701a20f4035d10bfa3fed28149083\"}";

    private Bodies() {}

    @Schema(name = "ProjectFile")
    record File(
            @Schema(requiredMode = RequiredMode.REQUIRED, maxLength = 512, description = "relative and normalised")
            String path,

            @Schema(requiredMode = RequiredMode.REQUIRED, description = "text; an empty one makes an empty file")
            String content) {}

    /** A project that shall run. */
    @Schema(name = "CreateRequest")
    public record Create(
            @Schema(requiredMode = RequiredMode.REQUIRED, pattern = "[A-Za-z0-9._:-]{1,128}")
            String projectId,

            @Schema(requiredMode = RequiredMode.REQUIRED) List<File> files,

            @Schema(description = "whether another project's preview has to give way")
            boolean replace,

            @Schema(description = "whether to try although the same files failed a moment ago")
            boolean force) {}

    /** Files that shall be different. */
    @Schema(name = "ChangeRequest")
    public record Change(
            List<File> files,
            List<String> deletedFiles,
            String projectId,

            @Schema(implementation = Object.class, description = "given back as it came")
            Object comparison) {}

    /** Edits of one file's lines, all or none. */
    @Schema(name = "EditRequest")
    public record Edits(
            @Schema(requiredMode = RequiredMode.REQUIRED) String path,
            @Schema(requiredMode = RequiredMode.REQUIRED) List<Edit> operations,
            String projectId) {}

    @Schema(name = "LineOperation")
    record Edit(
            @Schema(
                    requiredMode = RequiredMode.REQUIRED,
                    allowableValues = {"insert", "delete", "replace"})
            String type,

            @Schema(requiredMode = RequiredMode.REQUIRED, minimum = "0")
            int line,

            String content,

            @Schema(description = "what the line must be now")
            String oldContent) {}

    /** Which sandbox is meant. */
    @Schema(name = "SandboxRequest")
    public record Named(
            @Schema(requiredMode = RequiredMode.REQUIRED) String sandboxId) {}
}
