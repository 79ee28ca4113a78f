package dev.midori.preview.provision.job;

import dev.midori.preview.sandbox.ProjectFile;
import java.util.List;

/**
 * A project's files, until they are where they belong: they are what a worker's memory is used up by. Nobody who passes
 * them on may keep them.
 */
public final class HeldFiles {
    private final Runnable whenDropped;
    private List<ProjectFile> files;
    private boolean dropped;

    public HeldFiles(List<ProjectFile> files, Runnable whenDropped) {
        this.files = files;
        this.whenDropped = whenDropped;
    }

    /** All of them. Should they be needed again after they were dropped, the delivery goes back: the broker has them. */
    public synchronized List<ProjectFile> all() {
        if (dropped) {
            throw new Tether.Loose(Tether.Loose.Reason.FILES_DROPPED);
        }
        return files;
    }

    /** They are needed no more. Twice is the same as once. */
    public void drop() {
        synchronized (this) {
            files = List.of();
            dropped = true;
        }
        whenDropped.run();
    }
}
