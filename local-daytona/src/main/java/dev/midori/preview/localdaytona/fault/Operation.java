package dev.midori.preview.localdaytona.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The calls of the API by name. */
enum Operation {
    CREATE("POST", "/api/sandbox"),
    LIST("GET", "/api/sandbox"),
    GET("GET", "/api/sandbox/[^/]+"),
    DELETE("DELETE", "/api/sandbox/[^/]+"),
    START("POST", "/api/sandbox/[^/]+/start"),
    STOP("POST", "/api/sandbox/[^/]+/stop"),
    LABELS("PUT", "/api/sandbox/[^/]+/labels"),
    SNAPSHOT("POST", "/api/sandbox/[^/]+/snapshot"),
    SNAPSHOTS("[A-Z]+", "/api/snapshots.*"),
    PREVIEW_URL("GET", "/api/sandbox/[^/]+/ports/\\d+/preview-url"),
    SIGNED_URL("GET", "/api/sandbox/[^/]+/ports/\\d+/signed-preview-url"),
    UPLOAD("POST", "/toolbox/[^/]+/files/bulk-upload"),
    FILES("[A-Z]+", "/toolbox/[^/]+/files.*"),
    SESSION_CREATE("POST", "/toolbox/[^/]+/process/session"),
    SESSION_GET("GET", "/toolbox/[^/]+/process/session/[^/]+"),
    SESSION_DELETE("DELETE", "/toolbox/[^/]+/process/session/[^/]+"),
    SESSION_EXEC("POST", "/toolbox/[^/]+/process/session/[^/]+/exec"),
    COMMAND("GET", "/toolbox/[^/]+/process/session/[^/]+/command/[^/]+"),
    LOGS("GET", "/toolbox/[^/]+/process/session/[^/]+/command/[^/]+/logs"),
    EXECUTE("POST", "/toolbox/[^/]+/process/execute"),
    /** Any other call about a sandbox. */
    OTHER("[A-Z]+", "/(api/sandbox|toolbox)/.*");

    private final Pattern form;

    Operation(String method, String path) {
        this.form = Pattern.compile(method + " " + path);
    }

    /** Which one a request is; empty where it is about no sandbox. */
    static Optional<Operation> of(String method, String path) {
        var request = method + " " + path;
        return Arrays.stream(values())
                .filter(operation -> operation.form.matcher(request).matches())
                .findFirst();
    }
}
