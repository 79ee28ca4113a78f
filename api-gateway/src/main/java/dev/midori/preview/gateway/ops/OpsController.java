package dev.midori.preview.gateway.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.lookup.OwnSandboxes;
import dev.midori.preview.gateway.problem.Code;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.ProblemException;
import dev.midori.preview.gateway.stop.Stops;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.Census;
import dev.midori.preview.state.Inventory;
import dev.midori.preview.state.Sandboxes;
import dev.midori.preview.state.Spending;
import dev.midori.preview.state.WorkerReport;
import dev.midori.preview.state.Workforce;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/preview/ops}, for operators and the page that they look at. */
@RestController
@RequestMapping("/api/preview/ops")
class OpsController {
    private static final Logger log = LoggerFactory.getLogger(OpsController.class);
    private static final int MOST_SANDBOXES = 200;
    private static final int LONGEST_QUERY = 128;
    private static final int MOST_USERS = 20;

    private final QueueDepths queues;
    private final Workforce workforce;
    private final Census census;
    private final Inventory inventory;
    private final Spending spending;
    private final Sandboxes sandboxes;
    private final Stops stops;
    private final PreviewLimits limits;
    private final Clock clock;

    OpsController(
            QueueDepths queues,
            Workforce workforce,
            Census census,
            Inventory inventory,
            Spending spending,
            Sandboxes sandboxes,
            Stops stops,
            PreviewLimits limits,
            Clock clock) {
        this.queues = queues;
        this.workforce = workforce;
        this.census = census;
        this.inventory = inventory;
        this.spending = spending;
        this.sandboxes = sandboxes;
        this.stops = stops;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * How things are just now.
     *
     * @param counts         sandboxes by status
     * @param queues         left out where the broker doesn't answer
     * @param users          who has used most of the day
     * @param maxUsagePerDay seconds
     */
    @Schema(name = "Overview")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Overview(
            boolean success,
            Instant at,
            Map<String, Long> counts,
            @Nullable List<QueueDepths.Depth> queues,
            List<WorkerReport> workers,
            List<User> users,
            long maxUsagePerDay) {}

    @Schema(name = "UserOfToday")
    record User(String userId, long usedSeconds) {}

    /**
     * Sandboxes, and where the next page begins.
     *
     * @param looked how many were looked at for this page
     * @param next   to be sent as {@code after}; left out when nothing is left
     */
    @Schema(name = "SandboxPage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(
            boolean success,
            List<Inventory.Entry> sandboxes,
            int looked,
            @Nullable String next) {}

    @Schema(name = "StoppedByOperator")
    record Stopped(boolean success, String sandboxId, String status) {}

    @Operation(summary = "How things are now: sandboxes, queues, workers, users")
    @GetMapping("/overview")
    Overview overview(Caller caller) {
        caller.requireAdmin();
        var counts = new TreeMap<String, Long>();
        for (var status : Status.values()) {
            counts.put(status.word(), 0L);
        }
        var now = clock.instant();
        census.take(now).byStatus().forEach((status, count) -> counts.put(status.word(), count));
        return new Overview(
                true,
                now,
                counts,
                queues.now().orElse(null),
                workforce.present(),
                spending.most(MOST_USERS).stream()
                        .map(spent ->
                                new User(spent.user().value(), spent.used().toSeconds()))
                        .toList(),
                limits.maxUsagePerDay().toSeconds());
    }

    @Operation(summary = "Sandboxes of all users, and why each lives or has ended")
    @GetMapping("/sandboxes")
    Page sandboxes(
            Caller caller,
            @RequestParam(defaultValue = "") String query,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit) {
        caller.requireAdmin();
        if (limit < 1 || limit > MOST_SANDBOXES) {
            throw invalid("limit must be 1 to %d.".formatted(MOST_SANDBOXES));
        }
        if (query.length() > LONGEST_QUERY) {
            throw invalid("query must be at most %d characters.".formatted(LONGEST_QUERY));
        }
        var from = after == null
                ? Inventory.Position.BEGINNING
                : Inventory.Position.parse(after).orElseThrow(() -> invalid("after is no end of a page."));
        var found = inventory.look(new Inventory.Search(query, status(status), from, limit));
        return new Page(
                true,
                found.entries(),
                found.looked(),
                found.next().map(Inventory.Position::toString).orElse(null));
    }

    @Operation(summary = "Stops a sandbox of anybody")
    @PostMapping("/sandboxes/{sandboxId}/stop")
    Stopped stop(Caller caller, @PathVariable String sandboxId) {
        caller.requireAdmin();
        var id = OwnSandboxes.parse(sandboxId);
        var owner = sandboxes
                .find(id)
                .orElseThrow(() -> OwnSandboxes.notFound().asException())
                .owner()
                .user();
        log.atInfo()
                .addKeyValue("user", caller.user())
                .addKeyValue("sandboxId", id)
                .log("an operator stops a preview");
        return new Stopped(
                true, id.value(), stops.stop(id, owner, EndReason.OPERATOR).word());
    }

    private static Optional<Status> status(@Nullable String word) {
        if (word == null || word.isEmpty()) {
            return Optional.empty();
        }
        for (var status : Status.values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        throw invalid("status must be creating, building, running, stopping, stopped or error.");
    }

    private static ProblemException invalid(String error) {
        return Problem.of(Code.INVALID_REQUEST, error, "Correct the request and send it again.")
                .asException();
    }
}
