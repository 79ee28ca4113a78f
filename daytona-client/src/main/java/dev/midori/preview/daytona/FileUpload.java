package dev.midori.preview.daytona;

import java.nio.charset.StandardCharsets;

/**
 * A file to be written into a sandbox.
 *
 * @param path    where to; Daytona strips white space from its ends, so there must be none
 * @param content not copied: leave it alone until the upload is over
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would double the memory of a project
public record FileUpload(String path, byte[] content) {
    public FileUpload {
        if (path.isEmpty() || !path.equals(path.strip())) {
            throw new IllegalArgumentException("The path '%s' is empty or has white space at an end".formatted(path));
        }
    }

    /** A text file, as UTF-8. */
    public static FileUpload text(String path, String content) {
        return new FileUpload(path, content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "FileUpload[path=%s, %d bytes]".formatted(path, content.length);
    }
}
