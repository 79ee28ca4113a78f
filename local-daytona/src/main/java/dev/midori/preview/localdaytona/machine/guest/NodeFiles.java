package dev.midori.preview.localdaytona.machine.guest;

import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.machine.MachineException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
            @Nullable Boolean missing,
            @Nullable Boolean isFolder,
            @Nullable String error) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Reply(Answer answer, byte[] content) {}

    private record FileToWrite(String path, long size) {}

    @Override
    public Written write(List<Source> sources) {
        var files = sources.stream()
                .map(source -> new FileToWrite(source.path(), source.size()))
                .toList();
        var answer = ask(Map.of("op", "write", "files", files), sources).answer();
        return new Written(present(answer.written()), present(answer.errors()));
    }

    @Override
    public Optional<byte[]> read(String path) {
        var reply = ask(Map.of("op", "read", "path", path), List.of());
        return is(reply.answer().missing()) ? Optional.empty() : Optional.of(reply.content());
    }

    @Override
    public List<Entry> list(String path) throws NoSuchFile {
        var answer = ask(Map.of("op", "list", "path", path), List.of()).answer();
        if (is(answer.missing())) {
            throw new NoSuchFile(path);
        }
        return present(answer.entries());
    }

    @Override
    public void makeFolder(String path, String mode) {
        ask(Map.of("op", "folder", "path", path, "mode", mode), List.of());
    }

    @Override
    public Deleted delete(String path, boolean recursive) {
        var answer = ask(Map.of("op", "remove", "path", path, "recursive", recursive), List.of())
                .answer();
        return is(answer.missing()) ? Deleted.MISSING : is(answer.isFolder()) ? Deleted.IS_FOLDER : Deleted.DONE;
    }

    private static boolean is(@Nullable Boolean told) {
        return Boolean.TRUE.equals(told);
    }

    private static <T> List<T> present(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private Reply ask(Map<String, ?> request, List<Source> contents) {
        try {
            var program = launcher.launch(List.of("node", "--input-type=module", "--eval", GuestScripts.FILES), env);
            var sender = Thread.startVirtualThread(() -> send(program.getOutputStream(), request, contents));
            try (var in = new BufferedInputStream(program.getInputStream())) {
                var reply = receive(in);
                sender.join();
                return reply;
            } finally {
                ProcessTree.kill(program);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MachineException("interrupted", e);
        } catch (IOException e) {
            throw new MachineException("the sandbox does not answer", e);
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

    private static Reply receive(InputStream in) throws IOException {
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
        return new Reply(answer, in.readAllBytes());
    }
}
