package dev.midori.preview.localdaytona.machine.guest;

import dev.midori.preview.localdaytona.machine.Blueprint;
import dev.midori.preview.localdaytona.machine.MachineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Snapshots of real machines: one archive each, in a folder that no machine sees. A machine that is made from one gets
 * files of its own, so that nothing that it does to them is seen by anybody else.
 */
public final class Archives {
    private final Path folder;
    private final Map<String, GuestMachine> running = new ConcurrentHashMap<>();

    /** @param folder made at the first need, and of this server alone */
    public Archives(Path folder) {
        this.folder = folder;
    }

    /** This machine runs from now on, with the files of its snapshot if it has just been made. */
    public <M extends GuestMachine> M begin(Blueprint blueprint, boolean isNew, M machine) {
        var snapshot = blueprint.snapshotId();
        if (isNew && snapshot != null) {
            try {
                machine.load(archive(snapshot));
            } catch (IOException | MachineException e) {
                machine.close();
                throw new MachineException("the snapshot's files could not be brought in", e);
            }
        }
        running.put(blueprint.sandboxId(), machine);
        return machine;
    }

    /** It runs no more. */
    public void end(String sandboxId) {
        running.remove(sandboxId);
    }

    /** Keeps a machine's files; returns how many bytes that takes. */
    public long keep(String sandboxId, String snapshotId) {
        var machine = running.get(sandboxId);
        if (machine == null) {
            throw new MachineException("a sandbox that is not started can't be read");
        }
        var unfinished = folder.resolve(snapshotId + ".part");
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            machine.save(unfinished);
            Files.move(unfinished, archive(snapshotId), StandardCopyOption.ATOMIC_MOVE);
            return Files.size(archive(snapshotId));
        } catch (IOException e) {
            throw new MachineException("the sandbox's files could not be kept", e);
        } finally {
            delete(unfinished);
        }
    }

    public void forget(String snapshotId) {
        delete(archive(snapshotId));
    }

    private Path archive(String snapshotId) {
        return folder.resolve(snapshotId + ".tar");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
