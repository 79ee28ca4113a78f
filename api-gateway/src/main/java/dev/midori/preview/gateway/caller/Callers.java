package dev.midori.preview.gateway.caller;

import jakarta.servlet.http.HttpServletRequest;

/** Tells who is calling. */
public interface Callers {
    /** Whoever sent this request; a request that doesn't say so well enough ends with a problem. */
    Caller of(HttpServletRequest request);
}
