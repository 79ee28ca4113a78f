package dev.midori.preview.gateway.files;

import dev.midori.preview.command.Reply;
import dev.midori.preview.gateway.ApiSettings;
import dev.midori.preview.gateway.body.BoundedBody;
import dev.midori.preview.gateway.body.HeldContent;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.docs.Bodies;
import dev.midori.preview.gateway.lookup.OwnSandboxes;
import dev.midori.preview.gateway.lookup.Words;
import dev.midori.preview.gateway.presence.Grants;
import dev.midori.preview.gateway.presence.Presence;
import dev.midori.preview.gateway.presence.Sign;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.gateway.status.StatusAddress;
import dev.midori.preview.gateway.submit.Refusals;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Changes, edits and reads the files of a preview that runs. */
@RestController
class FilesController {
    private static final Duration READ_WITHIN = Duration.ofSeconds(30);

    private final OwnSandboxes own;
    private final ChangeReader changes;
    private final EditReader edits;
    private final FileChanges worker;
    private final HeldContent content;
    private final PreviewLimits limits;
    private final Presence presence;
    private final Grants grants;
    private final Duration longestWait;

    FilesController(
            OwnSandboxes own,
            ChangeReader changes,
            EditReader edits,
            FileChanges worker,
            HeldContent content,
            PreviewLimits limits,
            Presence presence,
            Grants grants,
            ApiSettings settings) {
        this.own = own;
        this.changes = changes;
        this.edits = edits;
        this.worker = worker;
        this.content = content;
        this.limits = limits;
        this.presence = presence;
        this.grants = grants;
        this.longestWait = settings.updateWait();
    }

    @Operation(summary = "Changes files of a preview that runs")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Bodies.Change.class),
                            examples = @ExampleObject(Bodies.CHANGE)))
    @ApiResponse(
            responseCode = "200",
            description = "The preview shows the change.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = FileAnswers.Changed.class)))
    @ApiResponse(
            responseCode = "202",
            description = "The change is still being made.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = FileAnswers.Pending.class)))
    @PutMapping(path = "/api/preview/daytona", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> change(
            Caller caller, @RequestParam(required = false) @Nullable String sandboxId, HttpServletRequest request)
            throws IOException {
        var sandbox = running(caller, sandboxId);
        var asked = begin(caller, sandbox, request);
        return switch (reply(asked.turn())) {
            case null -> pending(sandbox.id(), asked.paths().size());
            case Reply.FilesUpdated updated -> ResponseEntity.ok(changed(sandbox, asked, updated));
            case Reply.Refused refused -> throw refusal(sandbox.id(), refused);
            case Reply other -> throw unexpected(other);
        };
    }

    /** A change without its files, which nobody needs while it is waited for. */
    private record Asked(List<String> paths, @Nullable JsonNode comparison, FileChanges.Turn turn) {}

    private Asked begin(Caller caller, Sandbox sandbox, HttpServletRequest request) throws IOException {
        var held = content.portion(caller.user());
        var change = read(request, limits.maxProjectSize().toBytes(), held, body -> {
            var sent = changes.read(body);
            requireSameProject(sandbox, sent.project());
            return sent;
        });
        return new Asked(change.paths(), change.comparison(), worker.change(sandbox.id(), caller.user(), change, held));
    }

    private static FileAnswers.Changed changed(Sandbox sandbox, Asked asked, Reply.FilesUpdated reply) {
        var done = new HashSet<>(reply.updated());
        var updated = asked.paths().stream().filter(done::contains).toList();
        var total = asked.paths().size();
        return new FileAnswers.Changed(
                true,
                sandbox.id().value(),
                updated.size(),
                total,
                total - updated.size(),
                List.of(),
                updated,
                updated.isEmpty() ? "none" : reply.rebuild(),
                updated.isEmpty() ? "Nothing has changed." : "%d of %d files updated.".formatted(updated.size(), total),
                sandbox.owner().project().value(),
                asked.comparison());
    }

    @Operation(summary = "Edits lines of one file, all or none")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Bodies.Edits.class),
                            examples = @ExampleObject(Bodies.EDITS)))
    @ApiResponse(
            responseCode = "200",
            description = "All of them are made.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = FileAnswers.Edited.class)))
    @ApiResponse(
            responseCode = "202",
            description = "They are still being made.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = FileAnswers.Pending.class)))
    @PatchMapping(path = "/api/preview/daytona/partial", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> edit(
            Caller caller, @RequestParam(required = false) @Nullable String sandboxId, HttpServletRequest request)
            throws IOException {
        var sandbox = running(caller, sandboxId);
        var held = content.portion(caller.user());
        var edit = read(request, 2 * limits.maxFileSize().toBytes(), held, body -> {
            var sent = edits.read(body);
            requireSameProject(sandbox, sent.project());
            return sent.edits();
        });
        var path = edit.path();
        var total = edit.edits().size();
        return switch (reply(worker.edit(sandbox.id(), caller.user(), edit, held))) {
            case null -> pending(sandbox.id(), 1);
            case Reply.FilesUpdated _ -> ResponseEntity.ok(new FileAnswers.Edited(true, path, total, total));
            case Reply.Refused refused -> throw refusal(sandbox.id(), refused);
            case Reply other -> throw unexpected(other);
        };
    }

    @Operation(summary = "Lists the files, or reads one")
    @ApiResponse(
            responseCode = "200",
            description = "The list, or the file where a path was given.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(anyOf = {FileAnswers.Listed.class, FileAnswers.Read.class})))
    @GetMapping("/api/preview/daytona/files")
    ResponseEntity<?> files(
            Caller caller,
            @RequestParam(required = false) @Nullable String sandboxId,
            @RequestParam(required = false) @Nullable String path) {
        var sandbox = running(caller, sandboxId);
        var id = sandbox.id();
        var file = path == null || path.isEmpty() ? null : ChangeReader.checked(path);
        var reply = worker.read(id, caller.user(), file, READ_WITHIN)
                .orElseThrow(() -> Problem.of(Reason.NO_ANSWER)
                        .with("sandboxId", id)
                        .retryAfter(Duration.ofSeconds(5))
                        .asException());
        return switch (reply) {
            case Reply.FilesListed(var paths) -> ResponseEntity.ok(new FileAnswers.Listed(id.value(), paths));
            case Reply.FileRead(var name, var text) -> ResponseEntity.ok(new FileAnswers.Read(id.value(), name, text));
            case Reply.Refused refused -> throw refusal(id, refused);
            case Reply other -> throw unexpected(other);
        };
    }

    private Sandbox running(Caller caller, @Nullable String sandboxId) {
        var sandbox = own.find(caller, sandboxId);
        if (!(sandbox.state() instanceof SandboxState.Running)) {
            var problem = Problem.of(sandbox.state().isEnded() ? Reason.NOT_RUNNING_ANY_MORE : Reason.NOT_RUNNING_YET)
                    .with("sandboxId", sandbox.id())
                    .with("sandboxStatus", sandbox.state().status().word());
            throw Words.endedBecause(sandbox.state())
                    .map(reason -> problem.with("endedBecause", reason))
                    .orElse(problem)
                    .asException();
        }
        presence.trySend(sandbox.id(), caller.user(), new Sign("files", grants.untold(), true));
        return sandbox;
    }

    private static void requireSameProject(Sandbox sandbox, Optional<String> project) {
        var own = sandbox.owner().project().value();
        if (project.filter(sent -> !sent.isBlank() && !sent.equals(own)).isPresent()) {
            throw Problem.of(Reason.OTHER_PROJECT)
                    .with("sandboxId", sandbox.id())
                    .asException();
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(InputStream body) throws IOException;
    }

    private <T> T read(HttpServletRequest request, long limit, HeldContent.Portion held, Reader<T> reader)
            throws IOException {
        try (var body = BoundedBody.of(request, limit, held, () -> Refusals.projectTooLarge(limits.maxProjectSize()))) {
            return reader.read(body);
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private @Nullable Reply reply(FileChanges.Turn turn) {
        return turn.await(longestWait).orElse(null);
    }

    private static ResponseEntity<FileAnswers.Pending> pending(SandboxId id, int files) {
        var address = StatusAddress.of(id);
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .header(HttpHeaders.LOCATION, address)
                .body(new FileAnswers.Pending(
                        true, id.value(), "updating", files, "The change is still being made.", address));
    }

    private static ProblemException refusal(SandboxId id, Reply.Refused refused) {
        var problem = FileProblems.of(refused).with("sandboxId", id);
        return (refused.log().isEmpty() ? problem : problem.with("log", refused.log())).asException();
    }

    private static IllegalStateException unexpected(Reply reply) {
        return new IllegalStateException("a worker answered with " + reply);
    }
}
