package dev.midori.preview.command;

import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tell what is in a file of a preview that runs, or which there are. Answered with {@link Reply.FileRead},
 * {@link Reply.FilesListed} or {@link Reply.Refused}.
 *
 * @param path of the file; {@code null} for the list of them
 */
public record ReadFiles(
        int version,
        SandboxId sandboxId,
        UserId userId,
        Instant issuedAt,
        @Nullable String path) implements SandboxCommand {
    /** The form that this release writes. */
    public static final int VERSION = 1;
}
