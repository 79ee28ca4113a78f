package dev.midori.preview.gateway.events;

import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.lookup.OwnSandboxes;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.Events;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happens to a sandbox, as a stream, and what its steps have printed, as a text. */
@RestController
class EventsController {
    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final OwnSandboxes own;
    private final Events events;
    private final EventStreams streams;

    EventsController(OwnSandboxes own, Events events, EventStreams streams) {
        this.own = own;
        this.events = events;
        this.streams = streams;
    }

    @Operation(summary = "Streams what happens to a sandbox: status, step, log, done")
    @ApiResponse(
            responseCode = "200",
            description = "Events as they come.",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(implementation = String.class)))
    @ApiResponse(responseCode = "204", description = "Nothing more will come.", content = @Content)
    @GetMapping(EventsAddress.PATH)
    void events(
            Caller caller,
            @RequestParam(required = false) @Nullable String sandboxId,
            @RequestParam(required = false) @Nullable String visible,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            Locale language,
            HttpMethod method,
            HttpServletResponse response) {
        var sandbox = streams.inTurn(() -> own.find(caller, sandboxId));
        var position =
                Optional.ofNullable(lastEventId).filter(Events::isPosition).orElse(Events.BEGINNING);
        if (streams.isOver(sandbox, position)) {
            // Anything else would have browsers come back for ever.
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        if (method.equals(HttpMethod.HEAD)) {
            // Nothing is ever written to whoever asked, so nobody would see them go.
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            return;
        }
        var watcher = new EventStreams.Watcher(caller.user(), "true".equals(visible), position, language);
        streams.serve(sandbox, watcher, () -> EventStream.open(response));
    }

    @Operation(summary = "The whole log of a step")
    @ApiResponse(
            responseCode = "200",
            description = "What it has printed.",
            content = @Content(mediaType = "text/plain", schema = @Schema(implementation = String.class)))
    @GetMapping("/api/preview/daytona/logs")
    ResponseEntity<String> log(
            Caller caller,
            @RequestParam(required = false) @Nullable String sandboxId,
            @RequestParam(required = false) @Nullable String step) {
        var sandbox = own.find(caller, sandboxId);
        var known = Arrays.stream(Step.values())
                .filter(one -> one.word().equals(step))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                Reason.STEP_NOT_KNOWN,
                                Arrays.stream(Step.values()).map(Step::word).collect(Collectors.joining(", ")))
                        .asException());
        return ResponseEntity.ok()
                .contentType(TEXT)
                .body(events.log(sandbox.id(), known).orElse(""));
    }
}
