package dev.midori.preview.daytona.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;
import org.springframework.web.util.UriUtils;

/** What all the calls to one sandbox's toolbox have in common: where it is, and how long they may take. */
final class ToolboxCalls {
    private final ToolboxApi api;
    private final UriBuilderFactory address;
    private final String sandboxId;
    private final DaytonaTimeouts timeouts;

    ToolboxCalls(ToolboxApi api, String sandboxId, String toolboxProxyUrl, DaytonaTimeouts timeouts) {
        this.api = api;
        this.sandboxId = sandboxId;
        this.timeouts = timeouts;
        address = new DefaultUriBuilderFactory(toolboxProxyUrl.replaceFirst("/+$", "") + "/"
                + UriUtils.encodePathSegment(sandboxId, StandardCharsets.UTF_8));
    }

    ToolboxApi api() {
        return api;
    }

    UriBuilderFactory address() {
        return address;
    }

    Call call(String name) {
        return new Call(name, sandboxId, timeouts.request());
    }

    /** A call during which a command runs for up to that long. */
    Call call(String name, Duration command) {
        return new Call(name, sandboxId, timeouts.request().plus(command));
    }

    Call uploadCall() {
        return new Call("upload to", sandboxId, timeouts.upload());
    }
}
