package dev.midori.preview.daytona;

import java.net.URI;

/**
 * Where a port of a sandbox can be reached from outside. The token authorises one request at a time: as the header
 * {@code X-Daytona-Preview-Token}. Both die when the sandbox is started anew.
 */
public record PreviewLink(URI url, String token) {
    @Override
    public String toString() {
        return "PreviewLink[url=%s, token=hidden]".formatted(url);
    }
}
