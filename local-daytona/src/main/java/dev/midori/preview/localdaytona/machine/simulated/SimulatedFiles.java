package dev.midori.preview.localdaytona.machine.simulated;

import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.machine.MachineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files in memory. Of what is beyond its room it knows the size only. */
final class SimulatedFiles implements GuestFiles {
    private final Map<String, Stored> files = new TreeMap<>();
    private final Clock clock;
    private final Contents contents;
    private int room;

    /**
     * @param room     bytes that are kept of this machine's files
     * @param contents those of all machines
     */
    SimulatedFiles(Clock clock, int room, Contents contents) {
        this.clock = clock;
        this.room = room;
        this.contents = contents;
    }

    private record Stored(boolean isFolder, long size, Contents.@Nullable Content content, Instant modified) {}

    @Override
    public Written write(List<Source> sources) {
        var written = new ArrayList<String>();
        var errors = new ArrayList<String>();
        for (var source : sources) {
            try {
                write(source);
                written.add(source.path());
            } catch (IOException e) {
                errors.add("%s: %s".formatted(source.path(), e.getMessage()));
            }
        }
        return new Written(written, errors);
    }

    private void write(Source source) throws IOException {
        try (var in = source.content().open()) {
            put(absolute(source.path()), source.size(), read(in, source.size()));
        }
    }

    /** Null where there is no room for it. */
    private byte @Nullable [] read(InputStream in, long size) throws IOException {
        synchronized (this) {
            if (size <= room) {
                return in.readAllBytes();
            }
        }
        in.transferTo(OutputStream.nullOutputStream());
        return null;
    }

    private synchronized void put(String path, long size, byte @Nullable [] bytes) throws IOException {
        if (files.containsKey(path) && Objects.requireNonNull(files.get(path)).isFolder()) {
            throw new IOException("EISDIR");
        }
        for (var above = parent(path); !above.equals("/"); above = parent(above)) {
            if (!files.computeIfAbsent(above, _ -> folder()).isFolder()) {
                throw new IOException("ENOTDIR");
            }
        }
        remove(path);
        files.put(path, new Stored(false, size, bytes == null ? null : keep(bytes), clock.instant()));
    }

    private Contents.@Nullable Content keep(byte[] bytes) {
        if (bytes.length > room) {
            return null;
        }
        var content = contents.keep(bytes).orElse(null);
        room -= content == null ? 0 : bytes.length;
        return content;
    }

    private void remove(String path) {
        var before = files.remove(path);
        if (before != null && before.content() != null) {
            room += before.content().size();
            contents.giveBack(before.content());
        }
    }

    /** Nothing is left of them, nor kept any more. */
    synchronized void removeAll() {
        Set.copyOf(files.keySet()).forEach(this::remove);
        room = 0;
    }

    /** All of them, in other files that had none. */
    synchronized SimulatedFiles copy(SimulatedFiles empty) {
        files.forEach(empty::take);
        return empty;
    }

    private synchronized void take(String path, Stored stored) {
        var content = stored.content() == null ? null : keep(stored.content().bytes());
        files.put(path, new Stored(stored.isFolder(), stored.size(), content, stored.modified()));
    }

    synchronized long size() {
        return files.values().stream().mapToLong(Stored::size).sum();
    }

    /** A small file that a command has made. */
    synchronized void make(String path, String content) {
        try {
            put(absolute(path), content.length(), content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // A folder is in its place: the command would have failed, too.
        }
    }

    private Stored folder() {
        return new Stored(true, 0, null, clock.instant());
    }

    /** The files of that name, wherever they are. */
    synchronized Stream<byte[]> named(String name) {
        return List.copyOf(files.entrySet()).stream()
                .filter(entry -> entry.getKey().endsWith("/" + name))
                .map(entry -> entry.getValue().content())
                .filter(Objects::nonNull)
                .map(Contents.Content::bytes);
    }

    @Override
    public synchronized Optional<Opened> open(String path) {
        var stored = files.get(absolute(path));
        if (stored == null || stored.isFolder()) {
            return Optional.empty();
        }
        if (stored.content() == null) {
            throw new MachineException("a simulated sandbox did not keep a file of that size");
        }
        return Optional.of(new Opened(
                stored.size(), new ByteArrayInputStream(stored.content().bytes())));
    }

    @Override
    public synchronized List<Entry> list(String path, int depth) throws NoSuchFile {
        var folder = absolute(path);
        var stored = files.get(folder);
        if (!folder.equals(SimulatedMachine.HOME) && (stored == null || !stored.isFolder())) {
            throw new NoSuchFile(path);
        }
        return below(path)
                .filter(file -> Path.of(folder).relativize(Path.of(file)).getNameCount() <= depth)
                .map(file -> entry(file, Objects.requireNonNull(files.get(file))))
                .toList();
    }

    private Stream<String> below(String path) {
        var folder = absolute(path) + "/";
        return List.copyOf(files.keySet()).stream().filter(file -> file.startsWith(folder));
    }

    private void requirePresent(String path) throws NoSuchFile {
        if (info(path).isEmpty()) {
            throw new NoSuchFile(path);
        }
    }

    @Override
    public synchronized Optional<Entry> info(String path) {
        var at = absolute(path);
        var stored = at.equals(SimulatedMachine.HOME) ? folder() : files.get(at);
        return stored == null ? Optional.empty() : Optional.of(entry(at, stored));
    }

    /** What was not kept is not searched either. */
    @Override
    public synchronized List<Match> find(String path, String text) throws NoSuchFile {
        requirePresent(path);
        return Stream.concat(Stream.of(absolute(path)), below(path))
                .flatMap(file -> matches(file, text))
                .toList();
    }

    private Stream<Match> matches(String path, String text) {
        var stored = files.get(path);
        if (stored == null || stored.content() == null) {
            return Stream.empty();
        }
        var lines = new String(stored.content().bytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return IntStream.range(0, lines.size())
                .filter(index -> lines.get(index).contains(text))
                .mapToObj(index -> new Match(path, index + 1, lines.get(index)));
    }

    @Override
    public synchronized List<String> search(String path, String glob) throws NoSuchFile {
        requirePresent(path);
        try {
            var form = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            return below(path)
                    .filter(file -> form.matches(Path.of(file).getFileName()))
                    .toList();
        } catch (PatternSyntaxException _) {
            throw new MachineException("invalid pattern");
        }
    }

    @Override
    public synchronized List<Replaced> replace(List<String> paths, String text, String replacement) {
        return paths.stream()
                .map(path -> new Replaced(path, replace(path, text, replacement) ? null : "ENOENT"))
                .toList();
    }

    private boolean replace(String path, String text, String replacement) {
        var at = absolute(path);
        var stored = files.get(at);
        if (stored == null || stored.content() == null) {
            return false;
        }
        var bytes = new String(stored.content().bytes(), StandardCharsets.UTF_8)
                .replace(text, replacement)
                .getBytes(StandardCharsets.UTF_8);
        remove(at);
        files.put(at, new Stored(false, bytes.length, keep(bytes), clock.instant()));
        return true;
    }

    @Override
    public synchronized Moved move(String from, String to) {
        var at = absolute(from);
        var target = absolute(to);
        if (!files.containsKey(at)) {
            return Moved.MISSING;
        }
        if (files.containsKey(target)) {
            return Moved.TAKEN;
        }
        for (var path : Stream.concat(Stream.of(at), below(from)).toList()) {
            files.put(target + path.substring(at.length()), Objects.requireNonNull(files.remove(path)));
        }
        return Moved.DONE;
    }

    /** There is only one user, and nothing is protected. */
    @Override
    public void permit(String path, @Nullable String owner, @Nullable String group, @Nullable String mode)
            throws NoSuchFile {
        requirePresent(path);
    }

    private static Entry entry(String path, Stored stored) {
        return new Entry(
                path.substring(path.lastIndexOf('/') + 1),
                path,
                stored.size(),
                stored.isFolder(),
                stored.isFolder() ? "drwxr-xr-x" : "-rw-r--r--",
                stored.isFolder() ? "0755" : "0644",
                "1000",
                "1000",
                stored.modified().toString());
    }

    @Override
    public synchronized void makeFolder(String path, String mode) {
        for (var at = absolute(path); !at.equals("/"); at = parent(at)) {
            files.putIfAbsent(at, folder());
        }
    }

    @Override
    public synchronized Deleted delete(String path, boolean recursive) {
        var at = absolute(path);
        var stored = files.get(at);
        if (stored == null) {
            return Deleted.MISSING;
        }
        if (stored.isFolder() && !recursive) {
            return Deleted.IS_FOLDER;
        }
        Stream.concat(below(path), Stream.of(at)).toList().forEach(this::remove);
        return Deleted.DONE;
    }

    private static String absolute(String path) {
        return Path.of(SimulatedMachine.HOME).resolve(path).normalize().toString();
    }

    private static String parent(String path) {
        var slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
