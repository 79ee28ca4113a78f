package dev.midori.preview.gateway.events;

import dev.midori.preview.sandbox.SandboxId;

/** Where a sandbox's events are streamed from, relative to wherever the gateway is reached. */
public final class EventsAddress {
    static final String PATH = "/api/preview/daytona/events";

    private EventsAddress() {}

    public static String of(SandboxId id) {
        return PATH + "?sandboxId=" + id;
    }
}
