package dev.midori.preview.gateway.files;

import dev.midori.preview.gateway.body.HeldContent;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.FilePaths;
import dev.midori.preview.sandbox.ProjectFile;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Changes of one preview that are made as one: of each path the last one said counts. Guarded by whoever keeps it. */
final class Batch {
    private final Map<String, ProjectFile> files = new LinkedHashMap<>();
    private final Set<String> deleted = new LinkedHashSet<>();
    private final List<HeldContent.Portion> held = new CopyOnWriteArrayList<>();
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

    List<ProjectFile> files() {
        return List.copyOf(files.values());
    }

    List<String> deleted() {
        return List.copyOf(deleted);
    }

    /** Nothing of it is needed any more. */
    void drop() {
        files.clear();
        held.forEach(HeldContent.Portion::close);
        held.clear();
    }
}
