package dev.midori.preview.localdaytona.machine.simulated;

import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.machine.Shell;
import dev.midori.preview.localdaytona.machine.ShellCommand;
import dev.midori.preview.localdaytona.machine.Upstream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A machine in which nothing runs. */
final class SimulatedMachine implements Machine {
    static final String HOME = "/home/daytona";

    private static final Pattern PORT = Pattern.compile("--port (\\d{1,5})");
    private static final int USUAL_PORT = 3000;
    private static final Pattern FOLDER = Pattern.compile("\\bcd ([\\w./-]+) &&");
    private static final Pattern REMOVED = Pattern.compile("\\brm -f ([\\w./-]+)");

    /** What npm writes last, once everything is installed. */
    private static final String INSTALLED = "node_modules/.package-lock.json";

    /** As a shell tells of what was killed. */
    private static final int ENDED_FROM_OUTSIDE = 137;

    private final String name;
    private final SimulationSettings settings;
    private final Clock clock;
    private final RandomGenerator random;
    private final SimulatedFiles files;
    private final Map<SimulatedCommand, Integer> servers = new ConcurrentHashMap<>();
    private final Set<SimulatedShell> shells = ConcurrentHashMap.newKeySet();
    private final Set<SimulatedCommand> waitedFor = ConcurrentHashMap.newKeySet();
    private final Queue<SimulatedCommand> installs = new ConcurrentLinkedQueue<>();
    private final Map<SimulationSettings.Kind, Integer> ended = new EnumMap<>(SimulationSettings.Kind.class);

    SimulatedMachine(
            String name, SimulationSettings settings, Clock clock, RandomGenerator random, SimulatedFiles files) {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.files = files;
    }

    @Override
    public SimulatedFiles files() {
        installs.removeIf(this::hasLeftItsFiles);
        return files;
    }

    /** Nobody sees what a command has left before asking for files. */
    private boolean hasLeftItsFiles(SimulatedCommand install) {
        if (install.exitCode().isEmpty()) {
            return install.isOver();
        }
        var folder = FOLDER.matcher(install.text());
        var path = folder.find() ? folder.group(1) + "/" : "";
        var removed = REMOVED.matcher(install.text());
        if (removed.find()) {
            files.delete(path + removed.group(1), false);
        }
        if (install.exitCode().getAsInt() == 0) {
            files.make(path + INSTALLED, "{\"lockfileVersion\":3,\"packages\":{}}");
        }
        return true;
    }

    @Override
    public String workDir() {
        return HOME;
    }

    @Override
    public Optional<Executed> execute(String command, @Nullable String cwd, Map<String, String> env, Duration timeout) {
        var running = begin(command, clock.instant());
        waitedFor.add(running);
        try {
            return running.await(timeout)
                    ? Optional.of(new Executed(running.exitCode().orElse(ENDED_FROM_OUTSIDE), ""))
                    : Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            forget(running);
        }
    }

    private void forget(SimulatedCommand command) {
        command.close();
        servers.remove(command);
        waitedFor.remove(command);
    }

    @Override
    public Shell openShell() {
        var shell = new SimulatedShell();
        shells.add(shell);
        return shell;
    }

    private SimulatedCommand begin(String text, Instant at) {
        var kind = SimulationSettings.Kind.of(text);
        var fate = fateOf(kind);
        var time = fate.millis() == null ? settings.of(kind).draw(random) : Duration.ofMillis(fate.millis());
        var ready = at.equals(SimulatedCommand.NEVER) ? at : at.plus(time);
        var ends = kind != SimulationSettings.Kind.SERVE || fate.exitCode() != null;
        var exitCode = fate.exitCode() == null ? 0 : fate.exitCode();
        var output = fate.output() == null ? "" : fate.output();
        var command = new SimulatedCommand(clock, text, at, ready, ends, exitCode, output);
        if (!ends) {
            servers.put(command, portOf(text));
        }
        if (kind == SimulationSettings.Kind.INSTALL) {
            installs.add(command);
        }
        return command;
    }

    private Fate fateOf(SimulationSettings.Kind kind) {
        var fate = files.named(Fate.FILE)
                .flatMap(file -> Fate.of(kind, file).stream())
                .findFirst()
                .orElse(Fate.USUAL);
        if (fate.times() == null) {
            return fate;
        }
        synchronized (ended) {
            return ended.merge(kind, 1, Integer::sum) <= fate.times() ? fate : Fate.USUAL;
        }
    }

    private static int portOf(String text) {
        var port = PORT.matcher(text);
        return port.find() ? Integer.parseInt(port.group(1)) : USUAL_PORT;
    }

    @Override
    public boolean listensOn(int port) {
        return servers.entrySet().stream()
                .anyMatch(server -> server.getValue() == port && server.getKey().serves());
    }

    @Override
    public Upstream upstream(int port) {
        return listensOn(port)
                ? new Upstream.Page("<!doctype html><title>%1$s</title><h1>%1$s</h1>".formatted(name))
                : new Upstream.Nothing();
    }

    @Override
    public void close() {
        shells.forEach(SimulatedShell::close);
        waitedFor.forEach(this::forget);
    }

    /** Its commands follow one another in time. */
    private final class SimulatedShell implements Shell {
        private final Set<SimulatedCommand> commands = ConcurrentHashMap.newKeySet();
        private Instant free = Instant.MIN;

        @Override
        public synchronized ShellCommand run(String id, String text, Stdin stdin) {
            var now = clock.instant();
            var command = begin(text, free.isAfter(now) ? free : now);
            free = command.over();
            commands.add(command);
            return command;
        }

        @Override
        public void close() {
            commands.forEach(command -> {
                command.close();
                servers.remove(command);
            });
            shells.remove(this);
        }
    }
}
