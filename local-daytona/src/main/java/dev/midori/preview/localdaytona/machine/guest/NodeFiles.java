package dev.midori.preview.localdaytona.machine.guest;

import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.machine.MachineException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files through a small program inside the machine. From outside, a link that untrusted code made could lead anywhere;
 * inside, it leads nowhere that the code can't go anyway.
 */
final class NodeFiles implements GuestFiles {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Launcher launcher;
    private final Map<String, String> env;

    NodeFiles(Launcher launcher, Map<String, String> env) {
        this.launcher = launcher;
        this.env = env;
    }

    private record Answer(
            @Nullable List<String> written,
            @Nullable List<String> errors,
            @Nullable List<Entry> entries,
            @Nullable List<Match> matches,
            @Nullable List<String> paths,
            @Nullable List<Replaced> replaced,
            @Nullable Long size,
            @Nullable Boolean missing,
            @Nullable Boolean taken,
            @Nullable Boolean isFolder,
            @Nullable String error) {}

    private record FileToWrite(String path, long size) {}

    @Override
    public Written write(List<Source> sources) {
        var files = sources.stream()
                .map(source -> new FileToWrite(source.path(), source.size()))
                .toList();
        var answer = ask(Map.of("op", "write", "files", files), sources);
        return new Written(present(answer.written()), present(answer.errors()));
    }

    /** The program ends when the content is closed, whether or not all of it was read. */
    @Override
    public Optional<Opened> open(String path) {
        var program = launch();
        try {
            send(program.getOutputStream(), Map.of("op", "read", "path", path), List.of());
            var in = new BufferedInputStream(program.getInputStream());
            var answer = receive(in);
            if (is(answer.missing())) {
                ProcessTree.kill(program);
                return Optional.empty();
            }
            return Optional.of(
                    new Opened(Objects.requireNonNullElse(answer.size(), 0L), new ContentOfProgram(in, program)));
        } catch (IOException e) {
            ProcessTree.kill(program);
            throw new MachineException("the sandbox does not answer", e);
        } catch (MachineException e) {
            ProcessTree.kill(program);
            throw e;
        }
    }

    private static final class ContentOfProgram extends FilterInputStream {
        private final Process program;

        ContentOfProgram(InputStream content, Process program) {
            super(content);
            this.program = program;
        }

        @Override
        public void close() {
            ProcessTree.kill(program);
        }
    }

    @Override
    public List<Entry> list(String path, int depth) throws NoSuchFile {
        return present(
                askFor(path, Map.of("op", "list", "path", path, "depth", depth)).entries());
    }

    @Override
    public Optional<Entry> info(String path) {
        return present(ask(Map.of("op", "info", "path", path), List.of()).entries()).stream()
                .findFirst();
    }

    @Override
    public List<Match> find(String path, String text) throws NoSuchFile {
        return present(
                askFor(path, Map.of("op", "find", "path", path, "text", text)).matches());
    }

    @Override
    public List<String> search(String path, String glob) throws NoSuchFile {
        return present(
                askFor(path, Map.of("op", "search", "path", path, "glob", glob)).paths());
    }

    @Override
    public List<Replaced> replace(List<String> paths, String text, String replacement) {
        var request = Map.of("op", "replace", "files", paths, "text", text, "replacement", replacement);
        return present(ask(request, List.of()).replaced());
    }

    @Override
    public Moved move(String from, String to) {
        var answer = ask(Map.of("op", "move", "path", from, "to", to), List.of());
        return is(answer.missing()) ? Moved.MISSING : is(answer.taken()) ? Moved.TAKEN : Moved.DONE;
    }

    @Override
    public void permit(String path, @Nullable String owner, @Nullable String group, @Nullable String mode)
            throws NoSuchFile {
        var request = new HashMap<>(Map.of("op", "permit", "path", path));
        putPresent(request, "owner", owner);
        putPresent(request, "group", group);
        putPresent(request, "mode", mode);
        var _ = askFor(path, request);
    }

    private static void putPresent(Map<String, String> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    private Answer askFor(String path, Map<String, ?> request) throws NoSuchFile {
        var answer = ask(request, List.of());
        if (is(answer.missing())) {
            throw new NoSuchFile(path);
        }
        return answer;
    }

    @Override
    public void makeFolder(String path, String mode) {
        var _ = ask(Map.of("op", "folder", "path", path, "mode", mode), List.of());
    }

    @Override
    public Deleted delete(String path, boolean recursive) {
        var answer = ask(Map.of("op", "remove", "path", path, "recursive", recursive), List.of());
        return is(answer.missing()) ? Deleted.MISSING : is(answer.isFolder()) ? Deleted.IS_FOLDER : Deleted.DONE;
    }

    private static boolean is(@Nullable Boolean told) {
        return Boolean.TRUE.equals(told);
    }

    private static <T> List<T> present(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private Process launch() {
        try {
            return launcher.launch(List.of("node", "--input-type=module", "--eval", GuestScripts.FILES), env);
        } catch (IOException e) {
            throw new MachineException("the sandbox does not answer", e);
        }
    }

    private Answer ask(Map<String, ?> request, List<Source> contents) {
        var program = launch();
        try {
            var sender = Thread.startVirtualThread(() -> send(program.getOutputStream(), request, contents));
            try (var in = new BufferedInputStream(program.getInputStream())) {
                var reply = receive(in);
                sender.join();
                return reply;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MachineException("interrupted", e);
        } catch (IOException e) {
            throw new MachineException("the sandbox does not answer", e);
        } finally {
            ProcessTree.kill(program);
        }
    }

    /** What can't be sent any more is told by the answer, or by its absence. */
    private static void send(OutputStream to, Map<String, ?> request, List<Source> contents) {
        try (var out = new BufferedOutputStream(to)) {
            out.write(JSON.writeValueAsBytes(request));
            out.write('\n');
            for (var source : contents) {
                try (var content = source.content().open()) {
                    content.transferTo(out);
                }
            }
        } catch (IOException _) {
            // The program has ended: see what it said.
        }
    }

    private static Answer receive(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("no answer");
            }
            line.write(next);
        }
        var answer = JSON.readValue(line.toString(StandardCharsets.UTF_8), Answer.class);
        if (answer.error() != null) {
            throw new MachineException(answer.error());
        }
        return answer;
    }
}
