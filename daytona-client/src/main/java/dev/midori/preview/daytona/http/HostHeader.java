package dev.midori.preview.daytona.http;

import java.net.URI;
import java.net.http.HttpRequest;

/**
 * Lets the JDK's HTTP client send a {@code Host} header of our choice, which probing {@code *.localhost} needs. The JDK
 * reads the permission, the system property {@code jdk.httpclient.allowRestrictedHeaders}, once: when its HTTP client is
 * first used in the process.
 */
final class HostHeader {
    private static final String PROPERTY = "jdk.httpclient.allowRestrictedHeaders";

    private HostHeader() {}

    /** Adds the permission to those given already. Comes to nothing when the HTTP client was used before. */
    static synchronized void allow() {
        var allowed = System.getProperty(PROPERTY, "");
        if (!allowed.matches("(?i)(.*,)?\\s*host\\s*(,.*)?")) {
            System.setProperty(PROPERTY, allowed.isBlank() ? "host" : allowed + ",host");
        }
    }

    /** Sets the header, or says how to be allowed to. */
    static void set(HttpRequest.Builder request, String host) {
        try {
            request.setHeader("Host", host);
        } catch (IllegalArgumentException restricted) {
            throw new IllegalStateException(
                    "Previews on *.localhost can't be asked because the JDK's HTTP client was used before the preview probe"
                            + " was made: start Java with -D" + PROPERTY + "=host");
        }
    }

    /** Whether only a browser knows where that host is. */
    static boolean isNeededFor(URI url) {
        return url.getHost() != null && url.getHost().endsWith(".localhost") && "http".equals(url.getScheme());
    }
}
