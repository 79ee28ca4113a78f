package dev.midori.preview.localdaytona.machine;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of one machine. Paths are absolute or relative to its work directory; links are followed inside it only. */
public interface GuestFiles {
    /** Writes files, making folders as needed. One that can't be written keeps none of the others from it. */
    Written write(List<Source> sources);

    /** The content of a file, which whoever opens it closes; empty where there is none, or a folder. */
    Optional<Opened> open(String path);

    /** The whole content of a file. */
    default Optional<byte[]> read(String path) {
        return open(path).map(opened -> {
            try (opened) {
                return opened.content().readAllBytes();
            } catch (IOException e) {
                throw new MachineException("the file could not be read", e);
            }
        });
    }

    /**
     * What a folder holds.
     *
     * @param depth how many folders deep; 1 is what is in this one
     */
    List<Entry> list(String path, int depth) throws NoSuchFile;

    /** What is there; empty where nothing is. */
    Optional<Entry> info(String path);

    /** The lines of all files below a folder, or of one file, that contain a text. */
    List<Match> find(String path, String text) throws NoSuchFile;

    /** The paths below a folder whose last part is of a form such as {@code *.ts}. */
    List<String> search(String path, String glob) throws NoSuchFile;

    /** Puts one text in the place of another, wherever it stands in these files. */
    List<Replaced> replace(List<String> paths, String text, String replacement);

    /** Gives a file or a folder another path. */
    Moved move(String from, String to);

    /**
     * Changes who may do what with a file or a folder.
     *
     * @param owner name or number; as it is where null
     * @param group name or number; as it is where null
     * @param mode  octal digits; as it is where null
     */
    void permit(String path, @Nullable String owner, @Nullable String group, @Nullable String mode) throws NoSuchFile;

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

    /** A file that was opened for reading. */
    record Opened(long size, InputStream content) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /** A line of a file; the first is 1. */
    record Match(String file, int line, String content) {}

    /** What became of one file: nothing was changed where there is an error. */
    record Replaced(String file, @Nullable String error) {}

    /** What became of writing: the paths that were written, and a sentence for each that wasn't. */
    record Written(List<String> paths, List<String> errors) {}

    /**
     * One entry of a folder.
     *
     * @param path       of the entry, below the one that was asked for
     * @param mode       as {@code ls} shows it
     * @param permission octal digits
     * @param modified   ISO-8601
     */
    record Entry(
            String name,
            String path,
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

    /** What became of a move. */
    enum Moved {
        DONE,
        MISSING,
        /** Something is at the new path already. */
        TAKEN
    }

    /** There is no such folder. */
    final class NoSuchFile extends Exception {
        private static final long serialVersionUID = 1;

        public NoSuchFile(String path) {
            super("no such file or directory: " + path);
        }
    }
}
