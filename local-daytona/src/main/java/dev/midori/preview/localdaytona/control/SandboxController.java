package dev.midori.preview.localdaytona.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.midori.preview.localdaytona.fault.Effects;
import dev.midori.preview.localdaytona.sandbox.Refused;
import dev.midori.preview.localdaytona.sandbox.Sandbox;
import dev.midori.preview.localdaytona.sandbox.SandboxState;
import dev.midori.preview.localdaytona.sandbox.Sandboxes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sandboxes and their states. */
@RestController
@RequestMapping("/api/sandbox")
class SandboxController {
    /** Daytona answers a create or a start by then, whether the sandbox has started or not. */
    private static final Duration HOLD = Duration.ofSeconds(30);

    private static final String USUAL_LIMIT = "100";

    /** As in W3C's trace context: version, trace id, parent id, flags. */
    private static final int TRACE_ID_START = 3;

    private static final int TRACE_ID_END = 35;

    private final Sandboxes sandboxes;
    private final Addresses addresses;
    private final Effects effects;

    SandboxController(Sandboxes sandboxes, Addresses addresses, Effects effects) {
        this.sandboxes = sandboxes;
        this.addresses = addresses;
        this.effects = effects;
    }

    record LabelsJson(@Nullable Map<String, String> labels) {}

    record ListJson(
            List<SandboxJson> items,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String nextCursor) {}

    /** Answers with the sandbox as it was before it was waited for, as Daytona does. */
    @PostMapping
    SandboxJson create(@RequestBody CreateSandboxJson body, HttpServletRequest request) {
        var sandbox = sandboxes.create(body.toSpecification());
        effects.note(sandbox.name(), "create");
        noteTrace(sandbox, request);
        var answer = json(sandbox, request);
        settle(sandbox);
        return answer;
    }

    /** Which trace a call belongs to is worth knowing to whoever tests that there is one. */
    private void noteTrace(Sandbox sandbox, HttpServletRequest request) {
        var traceParent = request.getHeader("traceparent");
        if (traceParent != null && traceParent.length() > TRACE_ID_END) {
            effects.note(sandbox.name(), "trace: " + traceParent.substring(TRACE_ID_START, TRACE_ID_END));
        }
    }

    private void settle(Sandbox sandbox) {
        sandboxes.awaitSettled(sandbox, HOLD);
        var view = sandbox.view();
        if (view.state() == SandboxState.ERROR) {
            throw Refused.badRequest("Sandbox failed to start: " + view.errorReason());
        }
    }

    @GetMapping
    ListJson list(
            @RequestParam(required = false) @Nullable String labels,
            @RequestParam(defaultValue = "") List<String> states,
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(defaultValue = "lastActivityAt") String sort,
            @RequestParam(defaultValue = "desc") String order,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = USUAL_LIMIT) int limit,
            HttpServletRequest request) {
        if (limit < 1 || limit > SandboxList.LARGEST) {
            throw Refused.badRequest("limit must be between 1 and " + SandboxList.LARGEST);
        }
        if (states.contains(SandboxState.DESTROYED.word())) {
            throw Refused.badRequest("destroyed is not a state to filter by");
        }
        var question = new SandboxList(
                SandboxList.labels(labels), states, id, name, sort, order.equalsIgnoreCase("asc"), cursor, limit);
        var page = question.of(sandboxes.all());
        var toolbox = addresses.toolbox(request);
        return new ListJson(
                page.items().stream()
                        .map(view -> SandboxJson.inList(view, toolbox))
                        .toList(),
                page.next());
    }

    @GetMapping("/{idOrName}")
    SandboxJson get(@PathVariable String idOrName, HttpServletRequest request) {
        return json(sandboxes.get(idOrName), request);
    }

    @DeleteMapping("/{idOrName}")
    SandboxJson delete(@PathVariable String idOrName, HttpServletRequest request) {
        var sandbox = sandboxes.get(idOrName);
        var name = sandbox.name();
        sandboxes.delete(sandbox);
        effects.note(name, "delete");
        return json(sandbox, request);
    }

    record SnapshotNameJson(@Nullable String name) {}

    /** Answers with the sandbox as it is while the snapshot is made, as Daytona does. */
    @PostMapping("/{idOrName}/snapshot")
    SandboxJson snapshot(
            @PathVariable String idOrName, @RequestBody SnapshotNameJson body, HttpServletRequest request) {
        if (body.name() == null || body.name().isBlank()) {
            throw Refused.badRequest("name should not be empty");
        }
        var sandbox = sandboxes.get(idOrName);
        sandboxes.snapshot(sandbox, body.name().strip());
        effects.note(sandbox.name(), "snapshot");
        return json(sandbox, request);
    }

    @PostMapping("/{idOrName}/start")
    SandboxJson start(@PathVariable String idOrName, HttpServletRequest request) {
        var sandbox = sandboxes.get(idOrName);
        sandboxes.start(sandbox);
        settle(sandbox);
        return json(sandbox, request);
    }

    @PostMapping("/{idOrName}/stop")
    SandboxJson stop(@PathVariable String idOrName, HttpServletRequest request) {
        var sandbox = sandboxes.get(idOrName);
        sandboxes.stop(sandbox);
        return json(sandbox, request);
    }

    @PutMapping("/{idOrName}/labels")
    LabelsJson label(@PathVariable String idOrName, @RequestBody LabelsJson body) {
        if (body.labels() == null) {
            throw Refused.badRequest("labels should not be empty");
        }
        var sandbox = sandboxes.get(idOrName);
        sandboxes.label(sandbox, body.labels());
        effects.note(sandbox.name(), "label");
        return new LabelsJson(sandbox.view().labels());
    }

    @PostMapping("/{idOrName}/public/{open}")
    SandboxJson publish(@PathVariable String idOrName, @PathVariable boolean open, HttpServletRequest request) {
        var sandbox = sandboxes.get(idOrName);
        sandboxes.publish(sandbox, open);
        return json(sandbox, request);
    }

    @PostMapping("/{idOrName}/autostop/{minutes}")
    SandboxJson autoStop(@PathVariable String idOrName, @PathVariable int minutes, HttpServletRequest request) {
        var sandbox = sandboxes.get(idOrName);
        sandboxes.autoStopAfter(sandbox, Intervals.autoStop(minutes));
        return json(sandbox, request);
    }

    @PostMapping("/{idOrName}/autoarchive/{minutes}")
    SandboxJson autoArchive(@PathVariable String idOrName, @PathVariable int minutes, HttpServletRequest request) {
        var sandbox = sandboxes.get(idOrName);
        sandboxes.autoArchiveAfter(sandbox, Intervals.autoArchive(minutes));
        return json(sandbox, request);
    }

    @PostMapping("/{idOrName}/autodelete/{minutes}")
    SandboxJson autoDelete(@PathVariable String idOrName, @PathVariable int minutes, HttpServletRequest request) {
        var sandbox = sandboxes.get(idOrName);
        sandboxes.autoDeleteAfter(sandbox, minutes);
        return json(sandbox, request);
    }

    @PostMapping("/{idOrName}/ttl/{minutes}")
    SandboxJson ttl(@PathVariable String idOrName, @PathVariable int minutes, HttpServletRequest request) {
        var sandbox = sandboxes.get(idOrName);
        sandboxes.expireAfter(sandbox, Intervals.ttl(minutes));
        return json(sandbox, request);
    }

    @PostMapping("/{idOrName}/last-activity")
    @ResponseStatus(HttpStatus.CREATED)
    void touch(@PathVariable String idOrName) {
        sandboxes.touch(sandboxes.get(idOrName));
    }

    private SandboxJson json(Sandbox sandbox, HttpServletRequest request) {
        return SandboxJson.of(sandbox.view(), addresses.toolbox(request));
    }
}
