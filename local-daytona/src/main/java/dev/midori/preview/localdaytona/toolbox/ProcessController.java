package dev.midori.preview.localdaytona.toolbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.midori.preview.localdaytona.fault.Effects;
import dev.midori.preview.localdaytona.machine.Shell;
import dev.midori.preview.localdaytona.machine.ShellCommand;
import dev.midori.preview.localdaytona.sandbox.Refused;
import dev.midori.preview.localdaytona.session.Session;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Commands of a sandbox. */
@RestController
@RequestMapping("/toolbox/{sandboxId}/process")
class ProcessController {
    /** Daytona keeps it for itself. */
    private static final String RESERVED = "entrypoint";

    private final Effects effects;
    private final StartedSandboxes sandboxes;

    ProcessController(Effects effects, StartedSandboxes sandboxes) {
        this.effects = effects;
        this.sandboxes = sandboxes;
    }

    record ExecuteJson(
            @Nullable String command,
            @Nullable String cwd,
            @Nullable Map<String, String> envs,
            @Nullable Integer timeout) {}

    record ExecutedJson(int exitCode, String result) {}

    record CreateSessionJson(@Nullable String sessionId) {}

    record SessionExecuteJson(
            @Nullable String command,
            @Nullable Boolean runAsync,
            @Nullable Boolean async,
            @Nullable Boolean suppressInputEcho) {
        boolean returnsAtOnce() {
            return Boolean.TRUE.equals(runAsync) || Boolean.TRUE.equals(async);
        }
    }

    record InputJson(@Nullable String data) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StartedJson(
            String cmdId,
            @Nullable Integer exitCode,
            @Nullable String stdout,
            @Nullable String stderr,
            @Nullable String output) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CommandJson(String id, String command, @Nullable Integer exitCode) {
        static CommandJson of(Session.Command command) {
            var code = command.running().exitCode();
            return new CommandJson(command.id(), command.text(), code.isPresent() ? code.getAsInt() : null);
        }
    }

    record SessionJson(String sessionId, List<CommandJson> commands) {
        static SessionJson of(Session session) {
            return new SessionJson(
                    session.id(),
                    session.commands().stream().map(CommandJson::of).toList());
        }
    }

    record LogsJson(String stdout, String stderr, String output) {
        static LogsJson of(ShellCommand command) {
            var log = new MarkedLog(command.log());
            return new LogsJson(log.only(ShellCommand.STDOUT), log.only(ShellCommand.STDERR), log.marked());
        }
    }

    @PostMapping("/execute")
    ExecutedJson execute(StartedSandbox sandbox, @RequestBody ExecuteJson body) {
        if (body.command() == null || body.command().isBlank()) {
            throw Refused.badRequest("empty command");
        }
        var env = Objects.requireNonNullElse(body.envs(), Map.<String, String>of());
        if (!env.keySet().stream().allMatch(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"))) {
            throw Refused.badRequest("invalid environment variable name");
        }
        var timeout = Duration.ofSeconds(Objects.requireNonNullElse(body.timeout(), 0));
        return sandbox.machine()
                .execute(body.command(), body.cwd(), env, timeout)
                .map(executed -> new ExecutedJson(executed.exitCode(), executed.output()))
                .orElseThrow(() -> Refused.timeout("command execution timeout"));
    }

    @GetMapping("/session")
    List<SessionJson> sessions(StartedSandbox sandbox) {
        return sandbox.sessions().all().stream().map(SessionJson::of).toList();
    }

    @PostMapping("/session")
    @ResponseStatus(HttpStatus.CREATED)
    void createSession(StartedSandbox sandbox, @RequestBody CreateSessionJson body) {
        var id = body.sessionId();
        if (id == null || id.isBlank() || id.equals(RESERVED)) {
            throw Refused.badRequest("invalid session id");
        }
        if (sandbox.sessions().create(id).isEmpty()) {
            throw Refused.conflict("session already exists");
        }
    }

    @GetMapping("/session/{sessionId}")
    SessionJson session(StartedSandbox sandbox, @PathVariable String sessionId) {
        return SessionJson.of(sandbox.session(sessionId));
    }

    @DeleteMapping("/session/{sessionId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteSession(StartedSandbox sandbox, @PathVariable String sessionId) {
        if (!sandbox.sessions().delete(sessionId)) {
            throw Refused.notFound("session not found");
        }
    }

    /** A command that ends its shell is never answered, unless it is not waited for. */
    @PostMapping("/session/{sessionId}/exec")
    ResponseEntity<StartedJson> run(
            StartedSandbox sandbox, @PathVariable String sessionId, @RequestBody SessionExecuteJson body)
            throws InterruptedException {
        if (body.command() == null || body.command().isBlank()) {
            throw Refused.badRequest("");
        }
        var command = sandbox.session(sessionId)
                .run(
                        body.command(),
                        body.returnsAtOnce() ? Shell.Stdin.OPEN : Shell.Stdin.EMPTY,
                        !Boolean.TRUE.equals(body.suppressInputEcho()));
        effects.note(sandbox.sandbox().name(), "run: " + body.command());
        if (body.returnsAtOnce()) {
            return ResponseEntity.accepted().body(new StartedJson(command.id(), null, null, null, null));
        }
        command.running().await();
        var code = command.running().exitCode().orElseThrow(() -> Refused.gone("session ended"));
        var logs = LogsJson.of(command.running());
        return ResponseEntity.ok(new StartedJson(command.id(), code, logs.stdout(), logs.stderr(), logs.output()));
    }

    @GetMapping("/session/{sessionId}/command/{commandId}")
    CommandJson command(StartedSandbox sandbox, @PathVariable String sessionId, @PathVariable String commandId) {
        return CommandJson.of(sandbox.command(sessionId, commandId));
    }

    /** For a command that was not waited for; one that is over reads nothing any more. */
    @PostMapping("/session/{sessionId}/command/{commandId}/input")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void input(
            StartedSandbox sandbox,
            @PathVariable String sessionId,
            @PathVariable String commandId,
            @RequestBody InputJson body) {
        if (body.data() == null) {
            throw Refused.badRequest("data is required");
        }
        var command = sandbox.command(sessionId, commandId);
        if (command.running().isOver()) {
            throw Refused.gone("command has already completed");
        }
        command.running().input(body.data(), command.echoesInput());
    }

    /** Followed without a WebSocket it is a stream of bytes without marks. */
    @GetMapping(path = "/session/{sessionId}/command/{commandId}/logs", params = "follow=true")
    void follow(
            StartedSandbox sandbox,
            @PathVariable String sessionId,
            @PathVariable String commandId,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        var command = sandbox.command(sessionId, commandId).running();
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.flushBuffer();
        var out = response.getOutputStream();
        new LogFollower(command, () -> sandboxes.touch(sandbox)).follow(bytes -> {
            out.write(new MarkedLog(bytes).plain().getBytes(StandardCharsets.UTF_8));
            out.flush();
        });
    }

    /** Recent SDKs read the streams apart; whoever doesn't say which one it is gets plain text. */
    @GetMapping("/session/{sessionId}/command/{commandId}/logs")
    ResponseEntity<?> logs(
            StartedSandbox sandbox,
            @PathVariable String sessionId,
            @PathVariable String commandId,
            @RequestHeader(name = "X-Daytona-SDK-Version", required = false) @Nullable String sdk) {
        var command = sandbox.command(sessionId, commandId).running();
        if (sdk != null) {
            return ResponseEntity.ok(LogsJson.of(command));
        }
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .body(new MarkedLog(command.log()).plain());
    }
}
