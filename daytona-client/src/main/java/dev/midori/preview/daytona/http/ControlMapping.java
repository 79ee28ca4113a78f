package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.CreateSandboxRequest;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.daytona.Page;
import dev.midori.preview.daytona.PreviewLink;
import dev.midori.preview.daytona.SandboxState;
import dev.midori.preview.daytona.Snapshot;
import dev.midori.preview.daytona.SnapshotState;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Between the control API's JSON and the port's types. */
final class ControlMapping {
    /** Language is no field of the API: Daytona's SDKs send it as this label. */
    private static final String LANGUAGE = "code-toolbox-language";

    private static final double BYTES_PER_GIB = 1L << 30;

    private ControlMapping() {}

    static ControlApi.CreateSandboxJson toJson(CreateSandboxRequest request, @Nullable String defaultTarget) {
        var labels = new HashMap<>(request.labels());
        if (request.language() != null) {
            labels.put(LANGUAGE, request.language());
        }
        return new ControlApi.CreateSandboxJson(
                request.name(),
                labels,
                request.env(),
                request.isPublic(),
                request.target() != null ? request.target() : defaultTarget,
                request.snapshot(),
                request.autoStopInterval(),
                request.autoDeleteInterval(),
                request.ttlMinutes());
    }

    /** The filter as Daytona wants it: a JSON object in a query parameter. */
    static String labels(Map<String, String> labels) {
        return JsonMapper.shared().writeValueAsString(new TreeMap<>(labels));
    }

    static Page<DaytonaSandbox> toPage(Call call, ControlApi.SandboxPageJson json) {
        var items = call.present(json.items()).stream()
                .map(item -> toSandbox(call, item))
                .toList();
        var next = json.nextCursor();
        return new Page<>(items, next == null || next.isEmpty() ? null : next);
    }

    static DaytonaSandbox toSandbox(Call call, ControlApi.SandboxJson json) {
        var id = call.present(json.id());
        return new DaytonaSandbox(
                id,
                Objects.requireNonNullElse(json.name(), id),
                SandboxState.of(json.state()),
                SandboxState.of(json.desiredState()),
                Objects.requireNonNullElse(json.target(), ""),
                Objects.requireNonNullElse(json.labels(), Map.of()),
                Boolean.TRUE.equals(json.isPublic()),
                Objects.requireNonNullElse(json.toolboxProxyUrl(), ""),
                json.errorReason(),
                instant(json.createdAt()));
    }

    static Snapshot toSnapshot(Call call, ControlApi.SnapshotJson json) {
        return new Snapshot(
                call.present(json.id()),
                call.present(json.name()),
                SnapshotState.of(json.state()),
                json.size() == null ? 0 : Math.round(json.size() * BYTES_PER_GIB),
                json.errorReason(),
                instant(json.createdAt()));
    }

    static PreviewLink toLink(Call call, ControlApi.LinkJson json) {
        return new PreviewLink(uri(call, call.present(json.url())), call.present(json.token()));
    }

    private static URI uri(Call call, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException noUri) {
            // Without its message, which holds the link.
            return call.present(null);
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
