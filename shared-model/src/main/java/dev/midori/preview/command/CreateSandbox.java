package dev.midori.preview.command;

import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Make a running preview of these files. It carries everything that takes, so that it can be replayed when nothing
 * else remembers it.
 *
 * @param revision    of the project's files, from 1; the highest one is what the project shall have
 * @param contentHash of the files, as {@link ContentHash} makes it
 */
public record CreateSandbox(
        int version,
        SandboxId sandboxId,
        UserId userId,
        ProjectId projectId,
        Instant issuedAt,
        long revision,
        String contentHash,
        List<ProjectFile> files)
        implements SandboxCommand {
    /** The form that this release writes. */
    public static final int VERSION = 1;

    public CreateSandbox {
        files = List.copyOf(files);
    }

    /** Whose sandbox it shall be, and for which project. */
    public Owner owner() {
        return new Owner(userId, projectId);
    }

    /** The same without what takes the room. */
    public CreateSandbox withoutFiles() {
        return new CreateSandbox(version, sandboxId, userId, projectId, issuedAt, revision, contentHash, List.of());
    }

    /** Leaves the files out: they are the project's own, and long. */
    @Override
    public String toString() {
        return "CreateSandbox[%s, revision %d, %d files]".formatted(sandboxId, revision, files.size());
    }
}
