package dev.midori.preview.gateway.deadletters;

import dev.midori.preview.gateway.body.SmallBody;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.gateway.problem.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/preview/dead-letters}, for operators. */
@RestController
@RequestMapping("/api/preview/dead-letters")
class DeadLetterController {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterController.class);
    private static final int MOST = 100;
    private static final int MOST_REPLAYED = 1_000;

    private final DeadLetters letters;

    DeadLetterController(DeadLetters letters) {
        this.letters = letters;
    }

    record Listed(boolean success, List<DeadLetter> deadLetters, int count) {}

    record Found(boolean success, DeadLetter deadLetter) {}

    record Replayed(boolean success, int replayed, boolean dryRun) {}

    @GetMapping
    Listed list(
            Caller caller,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String reason) {
        caller.requireAdmin();
        if (limit < 1 || limit > MOST) {
            throw invalid(Reason.FIELD_OUT_OF_RANGE, "limit", 1, MOST);
        }
        var found = letters.list(new DeadLetters.Wanted(Optional.ofNullable(reason), Duration.ZERO), limit);
        return new Listed(true, found, found.size());
    }

    @GetMapping("/{id}")
    Found show(Caller caller, @PathVariable String id) {
        caller.requireAdmin();
        return new Found(true, letters.find(id).orElseThrow(DeadLetterController::notFound));
    }

    @PostMapping("/{id}/replay")
    Replayed replay(Caller caller, @PathVariable String id) {
        caller.requireAdmin();
        if (!letters.replay(id)) {
            throw notFound();
        }
        audit(caller, "replayed", 1, id);
        return new Replayed(true, 1, false);
    }

    @PostMapping("/replay")
    Replayed replay(Caller caller, HttpServletRequest request) throws IOException {
        caller.requireAdmin();
        var body = SmallBody.of(request);
        var wanted = new DeadLetters.Wanted(
                body.text("reason"),
                body.text("olderThan").map(DeadLetterController::duration).orElse(Duration.ZERO));
        var limit = body.number("limit", MOST);
        if (limit < 1 || limit > MOST_REPLAYED) {
            throw invalid(Reason.FIELD_OUT_OF_RANGE, "limit", 1, MOST_REPLAYED);
        }
        if (body.flag("dryRun", false)) {
            return new Replayed(true, letters.countReplayable(wanted, limit), true);
        }
        var replayed = letters.replay(wanted, limit);
        audit(caller, "replayed", replayed, wanted.toString());
        return new Replayed(true, replayed, false);
    }

    @DeleteMapping("/{id}")
    Found discard(Caller caller, @PathVariable String id) {
        caller.requireAdmin();
        var discarded = letters.discard(id).orElseThrow(DeadLetterController::notFound);
        audit(caller, "discarded", 1, id);
        return new Found(true, discarded);
    }

    private static void audit(Caller caller, String what, int count, String which) {
        log.atInfo()
                .addKeyValue("user", caller.user())
                .addKeyValue("count", count)
                .addKeyValue("which", which)
                .log("dead letters {} by an operator", what);
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException _) {
            throw invalid(Reason.FIELD_NOT_DURATION, "olderThan");
        }
    }

    private static ProblemException invalid(Reason reason, Object... arguments) {
        return Problem.of(reason, arguments).asException();
    }

    private static ProblemException notFound() {
        return Problem.of(Reason.DEAD_LETTER_NOT_FOUND).asException();
    }
}
