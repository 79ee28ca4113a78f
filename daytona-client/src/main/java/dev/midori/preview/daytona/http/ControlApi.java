package dev.midori.preview.daytona.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/** The control API's requests, as its OpenAPI document has them. An answer may be null: bodies can be empty. */
interface ControlApi {
    @PostExchange(url = "/sandbox", contentType = "application/json", accept = "application/json")
    @Nullable
    SandboxJson create(@RequestBody CreateSandboxJson request);

    @GetExchange(url = "/sandbox/{idOrName}", accept = "application/json")
    @Nullable
    SandboxJson get(@PathVariable String idOrName);

    /** Sorted by creation, since paging by the default, last activity, skips and repeats sandboxes that are active. */
    @GetExchange(url = "/sandbox?sort=createdAt&order=asc", accept = "application/json")
    @Nullable
    SandboxPageJson list(
            @RequestParam String labels,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam int limit);

    /** The answer is a sandbox, empty, or text, and of no use: it is not read. */
    @DeleteExchange("/sandbox/{idOrName}")
    void delete(@PathVariable String idOrName);

    /** The answer is the labels: whoever has to be sure of them looks again anyway. */
    @PutExchange(url = "/sandbox/{idOrName}/labels", contentType = "application/json", accept = "application/json")
    void replaceLabels(@PathVariable String idOrName, @RequestBody LabelsJson request);

    /** The answer is the sandbox as it is meanwhile: whoever asked looks again anyway. */
    @PostExchange(url = "/sandbox/{idOrName}/snapshot", contentType = "application/json", accept = "application/json")
    void createSnapshot(@PathVariable String idOrName, @RequestBody CreateSnapshotJson request);

    @GetExchange(url = "/snapshots/{idOrName}", accept = "application/json")
    @Nullable
    SnapshotJson snapshot(@PathVariable String idOrName);

    /** Sorted by creation, for the default, last use, changes while pages are read. */
    @GetExchange(url = "/snapshots?sort=createdAt&order=asc", accept = "application/json")
    @Nullable
    SnapshotPageJson snapshots(@RequestParam String name, @RequestParam int page, @RequestParam int limit);

    @DeleteExchange("/snapshots/{id}")
    void deleteSnapshot(@PathVariable String id);

    @GetExchange(url = "/sandbox/{idOrName}/ports/{port}/preview-url", accept = "application/json")
    @Nullable
    LinkJson previewUrl(@PathVariable String idOrName, @PathVariable int port);

    @GetExchange(url = "/sandbox/{idOrName}/ports/{port}/signed-preview-url", accept = "application/json")
    @Nullable
    LinkJson signedPreviewUrl(
            @PathVariable String idOrName, @PathVariable int port, @RequestParam long expiresInSeconds);

    @GetExchange(url = "/sandbox/{id}/toolbox-proxy-url", accept = "application/json")
    @Nullable
    UrlJson toolboxProxyUrl(@PathVariable String id);

    record CreateSandboxJson(
            String name,
            Map<String, String> labels,
            Map<String, String> env,
            @JsonProperty("public") boolean isPublic,
            @Nullable String target,
            @Nullable String snapshot,
            @Nullable Integer autoStopInterval,
            @Nullable Integer autoDeleteInterval,
            @Nullable Integer ttlMinutes) {
        /** Spring logs request bodies at debug level. */
        @Override
        public String toString() {
            return "CreateSandboxJson[name=%s]".formatted(name);
        }
    }

    record SandboxJson(
            @Nullable String id,
            @Nullable String name,
            @Nullable String state,
            @Nullable String desiredState,
            @Nullable String target,
            @Nullable Map<String, String> labels,
            @JsonProperty("public") @Nullable Boolean isPublic,
            @Nullable String toolboxProxyUrl,
            @Nullable String errorReason,
            @Nullable String createdAt) {}

    record SandboxPageJson(
            @Nullable List<SandboxJson> items, @Nullable String nextCursor) {}

    record LabelsJson(Map<String, String> labels) {}

    record CreateSnapshotJson(String name) {}

    record SnapshotJson(
            @Nullable String id,
            @Nullable String name,
            @Nullable String state,
            @Nullable Double size,
            @Nullable String errorReason,
            @Nullable String createdAt) {}

    record SnapshotPageJson(@Nullable List<SnapshotJson> items) {}

    record LinkJson(@Nullable String url, @Nullable String token) {}

    record UrlJson(@Nullable String url) {}
}
