package dev.midori.preview.gateway.cleanup;

import dev.midori.preview.command.CleanupCommand;
import dev.midori.preview.command.CleanupCommand.Action;
import dev.midori.preview.command.Reply;
import dev.midori.preview.gateway.body.SmallBody;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.problem.Code;
import dev.midori.preview.gateway.problem.Outages;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.messaging.Requests;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/preview/cleanup} and its older names, for operators. */
@RestController
class CleanupController {
    private static final Logger log = LoggerFactory.getLogger(CleanupController.class);
    private static final Duration FIGURES = Duration.ofSeconds(5);

    /** Above the time that a reaper takes before it answers that it is still at it. */
    private static final Duration WORK = Duration.ofSeconds(25);

    private final Requests requests;
    private final Clock clock;

    CleanupController(Requests requests, Clock clock) {
        this.requests = requests;
        this.clock = clock;
    }

    record Figures(boolean success, StatsAnswer stats, Instant timestamp) {}

    record Done(boolean success, String action, String message, Map<String, Object> result, StatsAnswer stats) {}

    @GetMapping({"/api/preview/cleanup", "/api/preview/daytona/stats"})
    Figures stats(Caller caller) {
        caller.requireAdmin();
        return new Figures(true, StatsAnswer.of(ask(Action.STATS, FIGURES).stats()), clock.instant());
    }

    @PostMapping({"/api/preview/cleanup", "/api/preview/daytona/cleanup"})
    Done act(Caller caller, HttpServletRequest request) throws IOException {
        caller.requireAdmin();
        var action = SmallBody.of(request)
                .text("action")
                .flatMap(Action::of)
                .filter(known -> known != Action.STATS)
                .orElseThrow(CleanupController::unknownAction);
        log.atInfo()
                .addKeyValue("user", caller.user())
                .addKeyValue("action", action.word())
                .log("🔄 [CLEANUP SERVICE] an operator's command goes to the reapers");
        var done = ask(action, WORK);
        return new Done(true, action.word(), done.message(), done.result(), StatsAnswer.of(done.stats()));
    }

    private Reply.CleanedUp ask(Action action, Duration patience) {
        var command = new CleanupCommand(CleanupCommand.VERSION, action, clock.instant());
        return switch (requests.ask(command, patience).orElseThrow(CleanupController::nobodyAnswers)) {
            case Reply.CleanedUp done -> done;
            case Reply.Refused refused
            when refused.code().equals(Code.STATE_UNAVAILABLE.name()) ->
                throw Outages.state().asException();
            case Reply.Refused refused ->
                throw Problem.of(Code.INTERNAL_ERROR, refused.message(), refused.hint())
                        .asException();
            case Reply other -> throw new IllegalStateException("a reaper answered with " + other.getClass());
        };
    }

    private static ProblemException nobodyAnswers() {
        return Problem.of(Reason.CLEANUP_UNAVAILABLE)
                .retryAfter(Duration.ofSeconds(30))
                .asException();
    }

    private static ProblemException unknownAction() {
        return Problem.of(Reason.INVALID_ACTION).asException();
    }
}
