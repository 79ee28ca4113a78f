package dev.midori.preview.provision.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.midori.preview.sandbox.ProjectFile;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which files a project has in its sandbox, kept there beside the project's folder. For each path the highest revision
 * wins; that of a removed file is remembered until a later whole set says what there is, or a thousand others have been
 * removed since.
 *
 * @param files by path
 */
record Manifest(Map<String, Entry> files) {
    /** As many as a project may have files: whoever removes what never was must not make it grow for ever. */
    private static final int MOST_REMEMBERED = 1_000;

    static final Manifest EMPTY = new Manifest(Map.of());

    Manifest {
        files = Map.copyOf(files);
    }

    /**
     * One path.
     *
     * @param hash     of the content; null where the file was removed
     * @param revision that said so
     * @param install  of what of the content decides what is installed; null where nothing does
     * @param serve    of what of it the dev server reads once, when it starts; null where nothing is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            @Nullable String hash,
            long revision,
            @Nullable String install,
            @Nullable String serve) {
        static Entry of(ProjectFile file, long revision) {
            return new Entry(
                    Fingerprint.of(file.content()), revision, Fingerprint.ofInstall(file), Fingerprint.ofServe(file));
        }

        static Entry removed(long revision) {
            return new Entry(null, revision, null, null);
        }

        boolean exists() {
            return hash != null;
        }
    }

    /**
     * What there is once somebody has said so.
     *
     * @param write  files that have to be written for it
     * @param remove paths that have to go for it
     */
    record Change(Manifest after, List<ProjectFile> write, List<String> remove) {
        boolean isEmpty() {
            return write.isEmpty() && remove.isEmpty();
        }

        /** What is left of them, once the files in them are gone, is in the way. */
        List<String> foldersThatBecomeFiles() {
            return write.stream()
                    .map(ProjectFile::path)
                    .filter(path -> remove.stream().anyMatch(gone -> gone.startsWith(path + "/")))
                    .toList();
        }
    }

    /** The project shall have these files and no others, unless something newer was said of a path. */
    Change toHaveExactly(Collection<ProjectFile> all, long revision) {
        var paths = all.stream().map(ProjectFile::path).collect(Collectors.toSet());
        var others =
                files.keySet().stream().filter(path -> !paths.contains(path)).collect(Collectors.toSet());
        var change = toHave(all, others, revision);
        // Nothing older than a whole set can come after it, so what it left out need not be remembered.
        var kept = new HashMap<>(change.after().files());
        kept.values().removeIf(entry -> !entry.exists() && entry.revision() <= revision);
        return new Change(new Manifest(kept), change.write(), change.remove());
    }

    /** Some files shall be so, and some shall not be, unless something newer was said of a path. */
    Change toHave(Collection<ProjectFile> some, Set<String> gone, long revision) {
        var after = new TreeMap<>(files);
        var write = some.stream().filter(file -> isOlder(file.path(), revision)).toList();
        write.forEach(file -> after.put(file.path(), Entry.of(file, revision)));
        var remove = gone.stream().filter(path -> isOlder(path, revision)).toList();
        remove.forEach(path -> after.put(path, Entry.removed(revision)));
        forgetLongGone(after);
        return new Change(
                new Manifest(after),
                write.stream().filter(file -> !has(file)).toList(),
                remove.stream().filter(this::has).toList());
    }

    private static void forgetLongGone(Map<String, Entry> after) {
        var gone = after.entrySet().stream()
                .filter(entry -> !entry.getValue().exists())
                .sorted(Comparator.comparingLong(entry -> entry.getValue().revision()))
                .map(Map.Entry::getKey)
                .toList();
        gone.stream().limit(Math.max(0, gone.size() - MOST_REMEMBERED)).forEach(after::remove);
    }

    /** How many files there are. */
    long count() {
        return files.values().stream().filter(Entry::exists).count();
    }

    /** The same files, as nobody has said anything of them: any revision is newer. */
    Manifest ofNobody() {
        var all = new HashMap<String, Entry>();
        files.forEach((path, entry) -> all.put(path, new Entry(entry.hash(), 0, entry.install(), entry.serve())));
        return new Manifest(all);
    }

    /** The revision that has said what the file is; 0 where none has. */
    long revisionOf(String path) {
        var known = files.get(path);
        return known == null ? 0 : known.revision();
    }

    private boolean isOlder(String path, long revision) {
        return !files.containsKey(path) || revisionOf(path) < revision;
    }

    private boolean has(ProjectFile file) {
        var known = files.get(file.path());
        return known != null && Fingerprint.of(file.content()).equals(known.hash());
    }

    private boolean has(String path) {
        var known = files.get(path);
        return known != null && known.exists();
    }

    /** What has to be done in the sandbox when this becomes that. */
    Rebuild until(Manifest after) {
        if (!aspects(Entry::install).equals(after.aspects(Entry::install))) {
            return Rebuild.INSTALL;
        }
        if (!aspects(Entry::serve).equals(after.aspects(Entry::serve))) {
            return Rebuild.RESTART;
        }
        return aspects(Entry::hash).equals(after.aspects(Entry::hash)) ? Rebuild.NONE : Rebuild.HMR;
    }

    private Map<String, String> aspects(Aspect aspect) {
        var all = new HashMap<String, String>();
        files.forEach((path, entry) -> {
            var value = aspect.of(entry);
            if (value != null) {
                all.put(path, value);
            }
        });
        return all;
    }

    @FunctionalInterface
    private interface Aspect {
        @Nullable
        String of(Entry entry);
    }
}
