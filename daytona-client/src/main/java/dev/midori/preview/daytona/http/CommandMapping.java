package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.CommandLogs;
import dev.midori.preview.daytona.CommandRef;
import dev.midori.preview.daytona.CommandState;
import dev.midori.preview.daytona.SessionCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From the toolbox's JSON about commands to the port's types. */
final class CommandMapping {
    private static final String STDOUT_MARK = "\1\1\1";
    private static final String STDERR_MARK = "\2\2\2";

    private CommandMapping() {}

    static SessionCommand toCommand(Call call, String sessionId, ToolboxApi.CommandJson json) {
        return new SessionCommand(
                new CommandRef(sessionId, call.present(json.id())),
                Objects.requireNonNullElse(json.command(), ""),
                toState(json));
    }

    static CommandState toState(ToolboxApi.CommandJson json) {
        return json.exitCode() == null ? new CommandState.Running() : new CommandState.Exited(json.exitCode());
    }

    static CommandLogs toLogs(ToolboxApi.LogsJson json) {
        return new CommandLogs(text(json.stdout()), text(json.stderr()), text(json.output()));
    }

    /** The combined output still marks each line with the stream that it came from. */
    private static String text(@Nullable String marked) {
        return marked == null ? "" : marked.replace(STDOUT_MARK, "").replace(STDERR_MARK, "");
    }
}
