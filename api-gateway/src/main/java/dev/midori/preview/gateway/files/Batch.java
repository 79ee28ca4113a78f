package dev.midori.preview.gateway.files;

import dev.midori.preview.command.LineEdits;
import dev.midori.preview.command.UpdateFiles;
import dev.midori.preview.gateway.body.HeldContent;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.FilePaths;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one preview that are made as one, where of each path the last one said counts; or edits of one file, alone.
 * Guarded by whoever keeps it.
 */
final class Batch {
    private final Map<String, ProjectFile> files = new LinkedHashMap<>();
    private final Set<String> deleted = new LinkedHashSet<>();
    private final List<HeldContent.Portion> held = new CopyOnWriteArrayList<>();
    private @Nullable LineEdits edit;
    private long size;

    /** Adds a change that came after the others, where the sum of them is still one that could have been sent. */
    boolean add(Change change, HeldContent.Portion portion, PreviewLimits limits) {
        if (!held.isEmpty() && !fits(change, limits)) {
            return false;
        }
        for (var file : change.files()) {
            deleted.remove(file.path());
            files.put(file.path(), file);
            size += file.content().length();
        }
        for (var path : change.deleted()) {
            files.remove(path);
            deleted.add(path);
        }
        held.add(portion);
        return true;
    }

    /** The only change of this batch. */
    void edit(LineEdits edits, HeldContent.Portion portion) {
        edit = edits;
        held.add(portion);
    }

    private boolean fits(Change change, PreviewLimits limits) {
        var paths = new LinkedHashSet<>(files.keySet());
        paths.removeAll(change.deleted());
        change.files().forEach(file -> paths.add(file.path()));
        var more = change.files().stream()
                .mapToLong(file -> file.content().length())
                .sum();
        return paths.size() <= limits.maxFiles()
                && size + more <= limits.maxProjectSize().toBytes()
                && FilePaths.clash(paths).isEmpty();
    }

    int count() {
        return held.size();
    }

    /** All of it, for a worker. */
    UpdateFiles command(SandboxId id, UserId user, Instant now, long revision) {
        return new UpdateFiles(
                UpdateFiles.VERSION, id, user, now, revision, List.copyOf(files.values()), List.copyOf(deleted), edit);
    }

    /** Nothing of it is needed any more. */
    void drop() {
        files.clear();
        edit = null;
        held.forEach(HeldContent.Portion::close);
        held.clear();
    }
}
