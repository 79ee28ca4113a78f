package dev.midori.preview.localdaytona.machine.simulated;

import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.machine.MachineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files in memory. Of what is beyond its room it knows the size only. */
final class SimulatedFiles implements GuestFiles {
    private final Map<String, Stored> files = new TreeMap<>();
    private final Clock clock;
    private int room;

    SimulatedFiles(Clock clock, int room) {
        this.clock = clock;
        this.room = room;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(boolean isFolder, long size, byte @Nullable [] content, Instant modified) {}

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
            var content = keep(in, source.size());
            put(absolute(source.path()), new Stored(false, source.size(), content, clock.instant()));
        }
    }

    private byte @Nullable [] keep(InputStream in, long size) throws IOException {
        synchronized (this) {
            if (size > room) {
                in.transferTo(OutputStream.nullOutputStream());
                return null;
            }
            room -= (int) size;
        }
        return in.readAllBytes();
    }

    private synchronized void put(String path, Stored file) throws IOException {
        if (files.containsKey(path) && Objects.requireNonNull(files.get(path)).isFolder()) {
            throw new IOException("EISDIR");
        }
        for (var above = parent(path); !above.equals("/"); above = parent(above)) {
            if (!files.computeIfAbsent(above, _ -> folder()).isFolder()) {
                throw new IOException("ENOTDIR");
            }
        }
        var before = files.put(path, file);
        if (before != null && before.content() != null) {
            room += before.content().length;
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
                .filter(Objects::nonNull);
    }

    @Override
    public synchronized Optional<byte[]> read(String path) {
        var stored = files.get(absolute(path));
        if (stored == null || stored.isFolder()) {
            return Optional.empty();
        }
        if (stored.content() == null) {
            throw new MachineException("a simulated sandbox did not keep a file of that size");
        }
        return Optional.of(stored.content().clone());
    }

    @Override
    public synchronized List<Entry> list(String path) throws NoSuchFile {
        var folder = absolute(path);
        if (!folder.equals(SimulatedMachine.HOME)
                && (!files.containsKey(folder)
                        || !Objects.requireNonNull(files.get(folder)).isFolder())) {
            throw new NoSuchFile(path);
        }
        return files.entrySet().stream()
                .filter(entry -> parent(entry.getKey()).equals(folder))
                .map(entry -> entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Entry entry(String path, Stored stored) {
        return new Entry(
                path.substring(path.lastIndexOf('/') + 1),
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
        files.keySet().removeIf(file -> file.equals(at) || file.startsWith(at + "/"));
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
