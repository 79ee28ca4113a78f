package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.CommandLogs;
import dev.midori.preview.daytona.CommandRef;
import dev.midori.preview.daytona.CommandState;
import dev.midori.preview.daytona.ExecuteResponse;
import dev.midori.preview.daytona.Processes;
import dev.midori.preview.daytona.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sandbox's commands over HTTP. */
final class HttpProcesses implements Processes {
    private final ToolboxCalls calls;

    HttpProcesses(ToolboxCalls calls) {
        this.calls = calls;
    }

    @Override
    public boolean createSession(String sessionId) {
        var request = new ToolboxApi.CreateSessionJson(sessionId);
        return calls.call("create a session in")
                .sendUnless(409, () -> calls.api().createSession(calls.address(), request));
    }

    @Override
    public List<String> sessions() {
        var call = calls.call("list the sessions of");
        return call.answer(() -> calls.api().sessions(calls.address())).stream()
                .map(session -> call.present(session.sessionId()))
                .toList();
    }

    @Override
    public Optional<Session> session(String sessionId) {
        var call = calls.call("look at a session of");
        return call.find(() -> calls.api().session(calls.address(), sessionId))
                .map(json -> new Session(
                        sessionId,
                        Objects.requireNonNullElse(json.commands(), List.<ToolboxApi.CommandJson>of()).stream()
                                .map(command -> CommandMapping.toCommand(call, sessionId, command))
                                .toList()));
    }

    @Override
    public CommandRef run(String sessionId, String command) {
        var call = calls.call("run a command in");
        var request = new ToolboxApi.SessionExecuteJson(command, true);
        var started = call.answer(() -> calls.api().run(calls.address(), sessionId, request));
        return new CommandRef(sessionId, call.present(started.cmdId()));
    }

    @Override
    public Optional<CommandState> command(CommandRef command) {
        return calls.call("look at a command of")
                .find(() -> calls.api().command(calls.address(), command.sessionId(), command.commandId()))
                .map(CommandMapping::toState);
    }

    @Override
    public Optional<CommandLogs> logs(CommandRef command) {
        return calls.call("read a log of")
                .find(() -> calls.api().logs(calls.address(), command.sessionId(), command.commandId()))
                .map(CommandMapping::toLogs);
    }

    @Override
    public boolean deleteSession(String sessionId) {
        return calls.call("delete a session of")
                .sendUnless(404, () -> calls.api().deleteSession(calls.address(), sessionId));
    }

    @Override
    public ExecuteResponse execute(String command, @Nullable String cwd, Map<String, String> env, Duration timeout) {
        if (timeout.toSeconds() < 1) {
            throw new IllegalArgumentException("A command needs at least a second, not " + timeout);
        }
        var call = calls.call("execute a command in", timeout);
        var request = new ToolboxApi.ExecuteJson(command, cwd, env, timeout.toSeconds());
        var executed = call.answer(() -> calls.api().execute(calls.address(), request));
        return new ExecuteResponse(
                call.present(executed.exitCode()), Objects.requireNonNullElse(executed.result(), ""));
    }
}
