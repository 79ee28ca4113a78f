package dev.midori.preview.localdaytona.machine.guest;

import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.machine.Shell;
import dev.midori.preview.localdaytona.machine.ShellCommand;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A shell in a machine, driven by {@code session.sh}, whose words it reads. */
final class GuestShell implements Shell {
    private static final int LONGEST_LINE = 1 << 20;

    /** Waits until the command has begun, and then hands on what it is given. */
    private static final String WRITE = "until [ -p \"$0\" ]; do sleep 0.05; done; exec cat >\"$0\"";

    private static final String PATIENCE_SECONDS = "10";

    private final Process process;
    private final Launcher launcher;
    private final Map<String, String> env;
    private final String inputs;
    private final Deque<GuestCommand> waiting = new ArrayDeque<>();

    private GuestShell(Process process, Launcher launcher, Map<String, String> env, String inputs) {
        this.process = process;
        this.launcher = launcher;
        this.env = env;
        this.inputs = inputs;
    }

    /** @param scratch a folder of the machine in which the shell keeps a folder while it lives */
    static GuestShell open(Launcher launcher, Map<String, String> env, String scratch) {
        try {
            var inputs = "%s/.session-%s".formatted(scratch, UUID.randomUUID());
            var process = launcher.launch(List.of("/bin/bash", "-c", GuestScripts.SESSION, "bash", inputs), env);
            var shell = new GuestShell(process, launcher, env, inputs);
            Thread.ofPlatform().daemon().name("session").start(shell::listen);
            return shell;
        } catch (IOException e) {
            throw new MachineException("no shell could be started", e);
        }
    }

    @Override
    public synchronized ShellCommand run(String id, String command, Stdin stdin) {
        var queued = new GuestCommand(id, command, stdin, this::input);
        waiting.add(queued);
        if (waiting.size() == 1) {
            begin(queued);
        }
        return queued;
    }

    /** A shell that has ended takes nothing any more; its command is then never seen to end. */
    private void begin(GuestCommand command) {
        var code = Base64.getEncoder().encodeToString(command.text().getBytes(StandardCharsets.UTF_8));
        try {
            var to = process.getOutputStream();
            to.write("%s %s %s\n"
                    .formatted(command.id(), command.stdin().word(), code)
                    .getBytes(StandardCharsets.US_ASCII));
            to.flush();
        } catch (IOException _) {
            // As said above.
        }
    }

    private void input(String commandId, byte[] data) {
        try {
            var writer = launcher.launch(
                    List.of("timeout", PATIENCE_SECONDS, "/bin/sh", "-c", WRITE, inputs + "/" + commandId), env);
            try (var to = writer.getOutputStream()) {
                to.write(data);
            } catch (IOException _) {
                // Its end says more.
            }
            if (writer.waitFor() != 0) {
                throw new MachineException("the command does not read what it is given");
            }
        } catch (IOException e) {
            throw new MachineException("nothing can be given to the command", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MachineException("interrupted", e);
        }
    }

    private synchronized void beginNext() {
        waiting.remove();
        if (!waiting.isEmpty()) {
            begin(waiting.element());
        }
    }

    private synchronized GuestCommand current() {
        return waiting.element();
    }

    private void listen() {
        try (var in = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
            var line = new ByteArrayOutputStream();
            while (readLine(in, line)) {
                understand(line.toByteArray());
                line.reset();
            }
        } catch (IOException _) {
            // The shell was closed.
        }
    }

    /** A line that is longer than any should be is cut. */
    private static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        for (var next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return true;
            }
            if (line.size() < LONGEST_LINE) {
                line.write(next);
            }
        }
        return false;
    }

    /** What isn't in the form of the script's words is no word of its. */
    private void understand(byte[] line) {
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
        }
        var command = current();
        var prefix = command.id().length() + 1;
        if (line.length < prefix + 2
                || !new String(line, 0, prefix - 1, StandardCharsets.US_ASCII).equals(command.id())) {
            return;
        }
        var ended = switch (new String(line, prefix, 2, StandardCharsets.US_ASCII)) {
            case "1 " -> wrote(command, ShellCommand.STDOUT, line, prefix + 2);
            case "2 " -> wrote(command, ShellCommand.STDERR, line, prefix + 2);
            case "1.", "2." -> command.closed();
            case "0 " -> command.exited(code(line, prefix + 2));
            default -> false;
        };
        if (ended) {
            beginNext();
        }
    }

    private static boolean wrote(GuestCommand command, String marker, byte[] line, int from) {
        command.write(marker, line, from, line.length);
        return false;
    }

    private static int code(byte[] line, int from) {
        var text = new String(line, from, line.length - from, StandardCharsets.US_ASCII);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    @Override
    public void close() {
        ProcessTree.end(process);
        synchronized (this) {
            waiting.forEach(GuestCommand::abandon);
        }
    }
}
