package dev.midori.preview.gateway.events;

import dev.midori.preview.gateway.problem.Wording;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.Events.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An event in the words of the stream.
 *
 * @param name {@code status}, {@code step}, {@code log}, {@code build} or {@code done}
 */
record Told(String name, Map<String, Object> data) {
    private static final String STATUS = "status";

    /** Empty for what clients do not know. */
    static Optional<Told> of(Event event) {
        var fields = event.fields();
        var data = new LinkedHashMap<String, Object>();
        switch (event.kind()) {
            case STATUS, "done" -> data.put(STATUS, fields.getOrDefault(STATUS, ""));
            case "step" -> {
                var step = Step.of(fields.getOrDefault("step", "queued"));
                data.put("step", step.word());
                data.put("progress", Map.of("done", step.done(), "total", Step.total()));
            }
            case "log" -> {
                data.put("step", fields.getOrDefault("step", ""));
                data.put("line", fields.getOrDefault("line", ""));
            }
            case "build" -> data.put("build", fields.getOrDefault("build", ""));
            case "applied" -> {
                data.put(STATUS, "running");
                data.put("revision", Long.parseLong(fields.getOrDefault("revision", "0")));
            }
            default -> {
                return Optional.empty();
            }
        }
        data.put(
                "at",
                Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault("at", "0")))
                        .toString());
        return Optional.of(new Told(event.kind().equals("applied") ? STATUS : event.kind(), data));
    }

    /** How a sandbox stands, for whom no events are left of how it came there. */
    static Told now(Sandbox sandbox, Locale language) {
        var told = new Told(STATUS, new LinkedHashMap<>());
        told.data.put(STATUS, sandbox.state().status().word());
        told.data.put("at", sandbox.updatedAt().toString());
        return told.with(sandbox, language);
    }

    /** That nothing more will come. */
    static Told done(Sandbox sandbox, Locale language) {
        return new Told("done", now(sandbox, language).data);
    }

    boolean isFailure() {
        return "error".equals(data.get(STATUS));
    }

    boolean isLast() {
        return name.equals("done");
    }

    /** The same, with why it failed. */
    Told with(Sandbox sandbox, Locale language) {
        if (sandbox.state() instanceof SandboxState.Failed(var failure, var _)) {
            var wording = Wording.of(failure);
            data.put("code", failure.code().name());
            data.put("error", wording.error(language));
            data.put("hint", wording.hint(language));
        }
        return this;
    }
}
