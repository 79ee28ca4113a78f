package dev.midori.preview.localdaytona;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/** Makes WebSockets of paths that, asked for without an upgrade, are ordinary ones. */
public final class Sockets {
    /** Where there are no headers, SDKs say their version by a protocol, which the answer has to repeat. */
    private static final String VERSION_PROTOCOL = "X-Daytona-SDK-Version~";

    private Sockets() {}

    public static WebSocketHandlerMapping at(
            String path, WebSocketHandler handler, List<HandshakeInterceptor> interceptors) {
        var upgrade = new WebSocketHttpRequestHandler(handler, new Handshake());
        upgrade.setHandshakeInterceptors(interceptors);
        var mapping = new WebSocketHandlerMapping();
        mapping.setUrlMap(Map.of(path, upgrade));
        mapping.setOrder(-1);
        mapping.setWebSocketUpgradeMatch(true);
        return mapping;
    }

    private static final class Handshake extends DefaultHandshakeHandler {
        @Override
        protected @Nullable String selectProtocol(List<String> requested, WebSocketHandler handler) {
            return requested.stream()
                    .filter(protocol -> protocol.startsWith(VERSION_PROTOCOL))
                    .findFirst()
                    .orElse(null);
        }
    }
}
