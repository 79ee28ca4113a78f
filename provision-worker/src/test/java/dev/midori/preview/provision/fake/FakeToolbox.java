package dev.midori.preview.provision.fake;

import dev.midori.preview.daytona.CommandLogs;
import dev.midori.preview.daytona.CommandRef;
import dev.midori.preview.daytona.CommandState;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.ExecuteResponse;
import dev.midori.preview.daytona.FileInfo;
import dev.midori.preview.daytona.FileSystem;
import dev.midori.preview.daytona.FileUpload;
import dev.midori.preview.daytona.Processes;
import dev.midori.preview.daytona.Session;
import dev.midori.preview.daytona.SessionCommand;
import dev.midori.preview.daytona.Toolbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The inside of one sandbox of {@link FakeDaytona}. Sessions outlive the object, as they outlive a worker. */
final class FakeToolbox implements Toolbox, FileSystem, Processes {
    private static final Map<String, Running> COMMANDS = new ConcurrentHashMap<>();
    private static final String READY = "ready\n";
    private static final Set<String> SESSIONS = ConcurrentHashMap.newKeySet();

    private static final AtomicBoolean BREAKS_OFF = new AtomicBoolean();

    private final Supplier<Map<String, String>> files;
    private final List<String> effects;
    private final Map<String, FakeCommand> scripts;
    private final List<String> written;
    private final String installed;

    FakeToolbox(
            Supplier<Map<String, String>> files,
            List<String> effects,
            Map<String, FakeCommand> scripts,
            List<String> written,
            String installed) {
        this.installed = installed;
        this.files = files;
        this.effects = effects;
        this.scripts = scripts;
        this.written = written;
    }

    @Override
    public FileSystem fs() {
        return this;
    }

    @Override
    public Processes process() {
        return this;
    }

    @Override
    public boolean portInUse(int port) {
        return true;
    }

    @Override
    public void upload(List<FileUpload> uploads) {
        var there = files.get();
        effects.add("upload");
        written.clear();
        uploads.forEach(file -> written.add(file.path()));
        var broken = BREAKS_OFF.getAndSet(false);
        uploads.stream()
                .limit(broken ? uploads.size() - 1 : uploads.size())
                .forEach(file -> there.put(file.path(), new String(file.content(), StandardCharsets.UTF_8)));
        if (broken) {
            throw new DaytonaException.Unavailable("upload", "the connection broke");
        }
    }

    @Override
    public boolean createSession(String sessionId) {
        var _ = files.get();
        effects.add("session " + sessionId.replaceAll("-.*", ""));
        SESSIONS.add(key(sessionId));
        return true;
    }

    @Override
    public List<String> sessions() {
        var own = key("");
        return SESSIONS.stream()
                .filter(session -> session.startsWith(own))
                .map(session -> session.substring(own.length()))
                .toList();
    }

    @Override
    public CommandRef run(String sessionId, String command) {
        var there = files.get();
        if (!SESSIONS.contains(key(sessionId))) {
            throw new DaytonaException.NotFound("run a command", "no such session");
        }
        effects.add("run " + command);
        if (command.contains("npm install")) {
            there.remove("app/node_modules/.midori-dependencies");
            there.putIfAbsent("app/node_modules/.package-lock.json", installed);
        }
        var ref = new CommandRef(sessionId, "c-" + effects.size());
        COMMANDS.put(key(ref), new Running(scriptFor(command)));
        return ref;
    }

    @Override
    public Optional<CommandState> command(CommandRef ref) {
        var _ = files.get();
        return Optional.ofNullable(COMMANDS.get(key(ref))).map(Running::look);
    }

    @Override
    public Optional<CommandLogs> logs(CommandRef ref) {
        var found = Optional.ofNullable(COMMANDS.get(key(ref)));
        if (found.filter(running -> running.script.output().equals(FakeCommand.TOO_MUCH))
                .isPresent()) {
            throw new DaytonaException.Rejected("read a log", 200, "more than is read");
        }
        return found.map(running -> new CommandLogs(running.script.output(), "", running.script.output()));
    }

    @Override
    public boolean deleteSession(String sessionId) {
        if (!SESSIONS.remove(key(sessionId))) {
            return false;
        }
        effects.add("end " + sessionId.replaceAll("-.*", ""));
        return COMMANDS.keySet().removeIf(key -> key.startsWith(key(sessionId) + "/"));
    }

    private FakeCommand scriptFor(String command) {
        return scripts.entrySet().stream()
                .filter(script -> command.contains(script.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(command.contains("run dev") ? FakeCommand.runs(READY) : FakeCommand.ends(0, "fine\n"));
    }

    private String key(CommandRef ref) {
        return key(ref.sessionId()) + "/" + ref.commandId();
    }

    private String key(String sessionId) {
        return System.identityHashCode(files.get()) + " " + sessionId;
    }

    @Override
    public Optional<Session> session(String sessionId) {
        if (!SESSIONS.contains(key(sessionId))) {
            return Optional.empty();
        }
        var prefix = key(sessionId) + "/";
        return Optional.of(new Session(
                sessionId,
                COMMANDS.keySet().stream()
                        .filter(key -> key.startsWith(prefix))
                        .map(key -> new CommandRef(sessionId, key.substring(prefix.length())))
                        .map(ref -> new SessionCommand(ref, "", new CommandState.Running()))
                        .toList()));
    }

    @Override
    public ExecuteResponse execute(String command, @Nullable String cwd, Map<String, String> env, Duration timeout) {
        throw new UnsupportedOperationException("nothing runs outside a session");
    }

    @Override
    public Optional<byte[]> download(String path) {
        return Optional.ofNullable(files.get().get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<FileInfo> list(String path) {
        throw new UnsupportedOperationException("no test lists");
    }

    @Override
    public void createFolder(String path) {
        throw new UnsupportedOperationException("an upload makes its folders");
    }

    @Override
    public boolean delete(String path, boolean recursive) {
        effects.add("delete " + path);
        return files.get().keySet().removeIf(file -> file.equals(path) || (recursive && file.startsWith(path + "/")));
    }

    static void breakOffTheNextUpload() {
        BREAKS_OFF.set(true);
    }

    static void endAll() {
        COMMANDS.values().forEach(Running::end);
    }

    static void endServers() {
        COMMANDS.values().forEach(Running::endServer);
    }

    static void forgetAll() {
        COMMANDS.clear();
    }

    private static final class Running {
        private FakeCommand script;
        private int looks;

        private Running(FakeCommand script) {
            this.script = script;
        }

        private synchronized void end() {
            if (!script.output().equals(READY)) {
                script = FakeCommand.ends(0, script.output());
            }
        }

        private synchronized void endServer() {
            if (script.output().equals(READY)) {
                script = FakeCommand.ends(1, READY);
            }
        }

        private synchronized CommandState look() {
            return looks++ < script.looks() ? new CommandState.Running() : new CommandState.Exited(script.exitCode());
        }
    }
}
