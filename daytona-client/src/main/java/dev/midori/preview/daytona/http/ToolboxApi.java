package dev.midori.preview.daytona.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.util.UriBuilderFactory;

/**
 * The toolbox's requests, as its OpenAPI document has them. Each sandbox has an address of its own, so every method
 * begins with it and one proxy serves all sandboxes. An answer may be null: bodies can be empty.
 */
interface ToolboxApi {
    @PostExchange(url = "/files/bulk-upload", contentType = "multipart/form-data")
    void upload(UriBuilderFactory sandbox, @RequestBody MultiValueMap<String, HttpEntity<?>> form);

    @GetExchange(url = "/files/download", accept = "application/octet-stream")
    byte @Nullable [] download(UriBuilderFactory sandbox, @RequestParam String path);

    @GetExchange(url = "/files", accept = "application/json")
    @Nullable
    List<FileJson> list(UriBuilderFactory sandbox, @RequestParam String path);

    @PostExchange("/files/folder?mode=0755")
    void createFolder(UriBuilderFactory sandbox, @RequestParam String path);

    @DeleteExchange("/files")
    void delete(UriBuilderFactory sandbox, @RequestParam String path, @RequestParam boolean recursive);

    @PostExchange(url = "/process/session", contentType = "application/json")
    void createSession(UriBuilderFactory sandbox, @RequestBody CreateSessionJson request);

    @GetExchange(url = "/process/session", accept = "application/json")
    @Nullable
    List<SessionJson> sessions(UriBuilderFactory sandbox);

    @GetExchange(url = "/process/session/{sessionId}", accept = "application/json")
    @Nullable
    SessionJson session(UriBuilderFactory sandbox, @PathVariable String sessionId);

    @DeleteExchange("/process/session/{sessionId}")
    void deleteSession(UriBuilderFactory sandbox, @PathVariable String sessionId);

    @PostExchange(
            url = "/process/session/{sessionId}/exec",
            contentType = "application/json",
            accept = "application/json")
    @Nullable
    StartedJson run(UriBuilderFactory sandbox, @PathVariable String sessionId, @RequestBody SessionExecuteJson request);

    @GetExchange(url = "/process/session/{sessionId}/command/{commandId}", accept = "application/json")
    @Nullable
    CommandJson command(UriBuilderFactory sandbox, @PathVariable String sessionId, @PathVariable String commandId);

    @GetExchange(url = "/process/session/{sessionId}/command/{commandId}/logs", accept = "application/json")
    @Nullable
    LogsJson logs(UriBuilderFactory sandbox, @PathVariable String sessionId, @PathVariable String commandId);

    @PostExchange(url = "/process/execute", contentType = "application/json", accept = "application/json")
    @Nullable
    ExecutedJson execute(UriBuilderFactory sandbox, @RequestBody ExecuteJson request);

    @GetExchange(url = "/port/{port}/in-use", accept = "application/json")
    @Nullable
    PortJson portInUse(UriBuilderFactory sandbox, @PathVariable int port);

    record FileJson(
            @Nullable String name,
            @Nullable Boolean isDir,
            @Nullable Long size) {}

    record CreateSessionJson(String sessionId) {}

    record SessionJson(@Nullable String sessionId, @Nullable List<CommandJson> commands) {}

    record CommandJson(
            @Nullable String id,
            @Nullable String command,
            @Nullable Integer exitCode) {}

    record SessionExecuteJson(String command, boolean runAsync) {}

    record StartedJson(@Nullable String cmdId) {}

    record LogsJson(
            @Nullable String stdout,
            @Nullable String stderr,
            @Nullable String output) {}

    record ExecuteJson(String command, @Nullable String cwd, Map<String, String> envs, long timeout) {
        /** Spring logs request bodies at debug level. */
        @Override
        public String toString() {
            return "ExecuteJson[hidden]";
        }
    }

    record ExecutedJson(
            @Nullable Integer exitCode, @Nullable String result) {}

    record PortJson(@Nullable Boolean isInUse) {}
}
