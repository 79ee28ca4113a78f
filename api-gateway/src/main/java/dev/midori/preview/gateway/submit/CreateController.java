package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.ApiSettings;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.docs.Bodies;
import dev.midori.preview.gateway.events.EventsAddress;
import dev.midori.preview.gateway.presence.Grants;
import dev.midori.preview.gateway.problem.Outages;
import dev.midori.preview.gateway.status.StatusAddress;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/preview/daytona}. The request itself is read by {@link Intake}, so that no frame here keeps it. */
@RestController
class CreateController {
    private final Intake intake;
    private final HeldRequests held;
    private final Grants grants;
    private final Duration longestWait;
    private final Duration polling;
    private final Clock clock;

    CreateController(
            Intake intake,
            HeldRequests held,
            Grants grants,
            ApiSettings settings,
            PreviewTimeouts timeouts,
            Clock clock) {
        this.intake = intake;
        this.held = held;
        this.grants = grants;
        this.clock = clock;
        this.longestWait = settings.createWait(timeouts);
        this.polling = timeouts.statusPolling();
    }

    @Operation(summary = "Starts a preview, and waits until it runs unless told otherwise")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Bodies.Create.class),
                            examples = @ExampleObject(Bodies.CREATE)))
    @ApiResponse(
            responseCode = "200",
            description = "It runs.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunningAnswer.class)))
    @ApiResponse(
            responseCode = "202",
            description = "It is on its way.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = AcceptedAnswer.class)))
    @PostMapping(path = "/api/preview/daytona", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> create(Caller caller, HttpServletRequest request) throws IOException {
        var preference = Preference.of(Collections.list(request.getHeaders("Prefer")));
        var hold = preference.hold(longestWait);
        var until = clock.instant().plus(hold);
        var submitted = intake.accept(caller, request, preference.async() ? grants.told() : grants.untold(), hold);
        if (hold.isZero()) {
            return acceptedUnlessFailed(submitted, preference);
        }
        // Another project's page may have been waited for already.
        var sandbox = held.settled(submitted, caller.user(), Duration.between(clock.instant(), until));
        return switch (sandbox.state()) {
            case SandboxState.Provisioning _ -> notYet(submitted, sandbox, preference);
            case SandboxState.Running _
            when sandbox.applied() < submitted.revision() -> notYet(submitted, sandbox, preference);
            case SandboxState.Running running -> running(submitted, sandbox, running, preference);
            case SandboxState.Failed(var failure, var _) ->
                throw NotReached.failed(sandbox, failure).asException();
            case SandboxState.Stopping _, SandboxState.Stopped _ ->
                throw NotReached.stopped(sandbox).asException();
        };
    }

    /** Whoever never heard of 202 takes it for a preview that runs: they are better sent to another gateway. */
    private ResponseEntity<AcceptedAnswer> notYet(Submitted submitted, Sandbox sandbox, Preference preference) {
        if (held.isEnding() && preference.applied().isEmpty()) {
            throw Outages.leaving().with("sandboxId", submitted.id()).asException();
        }
        return accepted(submitted, sandbox.state().status().word(), preference);
    }

    /** What has failed before, by its own fault, is told at once: whoever doesn't wait would only have to ask. */
    private ResponseEntity<AcceptedAnswer> acceptedUnlessFailed(Submitted submitted, Preference preference) {
        var now = held.now(submitted);
        if (now.isPresent() && now.get().state() instanceof SandboxState.Failed(var failure, var _)) {
            throw NotReached.failed(now.get(), failure).asException();
        }
        var status = now.map(sandbox -> sandbox.state().status()).orElse(Status.CREATING);
        return accepted(submitted, status.word(), preference);
    }

    private static ResponseEntity<RunningAnswer> running(
            Submitted submitted, Sandbox sandbox, SandboxState.Running running, Preference preference) {
        var answer = ResponseEntity.ok();
        preference.applied().ifPresent(applied -> answer.header("Preference-Applied", applied));
        return answer.body(RunningAnswer.of(sandbox, running, submitted.reused()));
    }

    private ResponseEntity<AcceptedAnswer> accepted(Submitted submitted, String status, Preference preference) {
        var address = StatusAddress.of(submitted.id());
        var answer = ResponseEntity.status(HttpStatus.ACCEPTED)
                .header(HttpHeaders.LOCATION, address)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(polling.toSeconds()));
        preference.applied().ifPresent(applied -> answer.header("Preference-Applied", applied));
        return answer.body(new AcceptedAnswer(
                submitted.id().value(),
                status,
                submitted.reused(),
                List.of(),
                address,
                EventsAddress.of(submitted.id())));
    }
}
