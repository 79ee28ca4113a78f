package dev.midori.preview.daytona;

import java.net.URI;

/** Where anybody can reach a port of a sandbox: the address is a secret, for it carries the token in its host name. */
public record SignedPreviewLink(URI url, String token) {
    @Override
    public String toString() {
        return "SignedPreviewLink[hidden]";
    }
}
