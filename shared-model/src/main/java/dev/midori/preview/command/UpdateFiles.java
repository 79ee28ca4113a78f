package dev.midori.preview.command;

import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Change some files of a preview that runs. For each path the highest revision wins, and nothing waits for a lower one.
 * Answered with {@link Reply.FilesUpdated} or {@link Reply.Refused}.
 *
 * @param revision of this change
 * @param files    that shall be so
 * @param deleted  paths that shall not be
 * @param edit     of one file's lines; {@code null} where whole files are changed
 */
public record UpdateFiles(
        int version,
        SandboxId sandboxId,
        UserId userId,
        Instant issuedAt,
        long revision,
        List<ProjectFile> files,
        List<String> deleted,
        @Nullable LineEdits edit)
        implements SandboxCommand {
    /** The form that this release writes. */
    public static final int VERSION = 1;

    public UpdateFiles {
        files = List.copyOf(files);
        deleted = List.copyOf(deleted);
    }

    /** The same without what takes the room. */
    public UpdateFiles withoutFiles() {
        return new UpdateFiles(version, sandboxId, userId, issuedAt, revision, List.of(), deleted, edit);
    }

    /** Leaves the files out: they are the project's own, and long. */
    @Override
    public String toString() {
        return "UpdateFiles[%s, revision %d, %d files]".formatted(sandboxId, revision, files.size());
    }
}
