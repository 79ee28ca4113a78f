package dev.midori.preview.localdaytona;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The folder of this server alone: what it finds there is of a run that has ended, and may be removed. */
@Component
class DataFolder implements DisposableBean {
    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    /** @throws IllegalStateException where another server is using it */
    DataFolder(LocalDaytonaSettings settings) {
        this.folder = settings.dataDir();
        try {
            Files.createDirectories(folder);
            this.channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var taken = lock(channel);
        if (taken == null) {
            throw new IllegalStateException(
                    "%s is in use by another local-daytona: each needs a local-daytona.data-dir of its own"
                            .formatted(folder));
        }
        this.lock = taken;
    }

    /** The kernel gives it up when this process ends, however it ends. */
    private static @Nullable FileLock lock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return folder;
    }

    @Override
    public void destroy() throws IOException {
        lock.release();
        channel.close();
    }
}
