package dev.midori.preview.localdaytona.control;

import dev.midori.preview.localdaytona.LocalDaytonaSettings;
import dev.midori.preview.localdaytona.proxy.PreviewProxy;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Where the parts of this server are reached, as whoever asks reaches it. */
@Component
class Addresses {
    private final LocalDaytonaSettings settings;
    private final PreviewProxy proxy;

    Addresses(LocalDaytonaSettings settings, PreviewProxy proxy) {
        this.settings = settings;
        this.proxy = proxy;
    }

    /** Of the toolbox, without a sandbox. */
    String toolbox(HttpServletRequest request) {
        return toolbox(request.getLocalAddr(), request.getLocalPort());
    }

    String toolbox(String host, int port) {
        return "http://%s:%d/toolbox".formatted(host, port);
    }

    /** Of a port of a sandbox, or of a token that stands for one. */
    String preview(int port, String idOrToken) {
        return "http://%d-%s.%s:%d".formatted(port, idOrToken, settings.proxyDomain(), proxy.port());
    }
}
