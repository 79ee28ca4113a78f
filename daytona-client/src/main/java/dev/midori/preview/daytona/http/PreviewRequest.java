package dev.midori.preview.daytona.http;

import java.net.URI;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** The request for a preview's page. */
final class PreviewRequest {
    private PreviewRequest() {}

    static HttpRequest of(URI url, @Nullable String token) {
        var request = HttpRequest.newBuilder()
                .setHeader("Accept", "text/html,*/*;q=0.8")
                .setHeader("User-Agent", "midori-preview")
                .setHeader("X-Daytona-Skip-Preview-Warning", "true")
                .setHeader("X-Daytona-Skip-Last-Activity-Update", "true");
        if (token != null) {
            request.setHeader("X-Daytona-Preview-Token", token);
        }
        if (HostHeader.isNeededFor(url)) {
            HostHeader.set(request, url.getRawAuthority());
            return request.uri(onLoopback(url)).build();
        }
        return request.uri(url).build();
    }

    private static URI onLoopback(URI url) {
        var port = url.getPort() < 0 ? "" : ":" + url.getPort();
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create("http://127.0.0.1" + port + path + query);
    }
}
