package dev.midori.preview.localdaytona.machine.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Folders on this host in which machines keep what is theirs. */
public final class Folders {
    private Folders() {}

    /** A folder that is the user's alone; made where it isn't there yet. */
    public static Path make(Path folder, OptionalInt user) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            if (user.isPresent()) {
                Files.setAttribute(folder, "unix:gid", user.getAsInt());
                Files.setAttribute(folder, "unix:uid", user.getAsInt());
            }
        }
        return folder;
    }

    /** Bytes that a folder takes, as far as they can be counted while it changes. */
    public static long size(Path folder) {
        var sum = new Sum();
        try {
            Files.walkFileTree(folder, sum);
        } catch (IOException _) {
            // What was counted is there, at the least.
        }
        return sum.bytes;
    }

    private static final class Sum extends SimpleFileVisitor<Path> {
        private static final long BLOCK = 4096;
        private long bytes;

        /** Holes count too: they may be filled at any time. */
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.isRegularFile() ? Math.max(BLOCK, attributes.size()) : BLOCK;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            bytes += BLOCK;
            return FileVisitResult.CONTINUE;
        }
    }

    /** Removes a folder and all that is in it, however it was protected, and nothing that links in it lead to. */
    public static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new Removal());
        } catch (NoSuchFileException _) {
            // It is removed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        /** The permissions of a folder are looked at only once it could not be opened. */
        @Override
        public FileVisitResult visitFileFailed(Path folder, IOException failure) throws IOException {
            if (failure instanceof AccessDeniedException) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                Files.walkFileTree(folder, this);
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
