package dev.midori.preview.localdaytona.machine;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The files of one machine. Paths are absolute or relative to its work directory; links are followed inside it only. */
public interface GuestFiles {
    /** Writes files, making folders as needed. One that can't be written keeps none of the others from it. */
    Written write(List<Source> sources);

    /** The content of a file; empty where there is none, or a folder. */
    Optional<byte[]> read(String path);

    /** What a folder holds. */
    List<Entry> list(String path) throws NoSuchFile;

    /** Makes a folder and those above it. */
    void makeFolder(String path, String mode);

    /** Removes a file, or a folder where it is told to. */
    Deleted delete(String path, boolean recursive);

    /** A file to be written. */
    record Source(String path, long size, Content content) {}

    /** Opens what is to be written. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /** What became of writing: the paths that were written, and a sentence for each that wasn't. */
    record Written(List<String> paths, List<String> errors) {}

    /**
     * One entry of a folder.
     *
     * @param mode       as {@code ls} shows it
     * @param permission octal digits
     * @param modified   ISO-8601
     */
    record Entry(
            String name,
            long size,
            boolean isDir,
            String mode,
            String permission,
            String owner,
            String group,
            String modified) {}

    /** What became of a deletion. */
    enum Deleted {
        DONE,
        MISSING,
        IS_FOLDER
    }

    /** There is no such folder. */
    final class NoSuchFile extends Exception {
        private static final long serialVersionUID = 1;

        public NoSuchFile(String path) {
            super("no such file or directory: " + path);
        }
    }
}
