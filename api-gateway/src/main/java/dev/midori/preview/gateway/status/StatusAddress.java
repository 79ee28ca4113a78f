package dev.midori.preview.gateway.status;

import dev.midori.preview.sandbox.SandboxId;

/** Where a sandbox's state is read, relative to wherever the gateway is reached. */
public final class StatusAddress {
    static final String PATH = "/api/preview/daytona/status";

    private StatusAddress() {}

    public static String of(SandboxId id) {
        return PATH + "?sandboxId=" + id;
    }
}
