package dev.midori.preview.localdaytona.control;

import dev.midori.preview.localdaytona.ApiKey;
import dev.midori.preview.localdaytona.sandbox.SandboxChanged;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the SDKs of changes, so that they need not ask again and again. Speaks as much of Socket.IO 5 on Engine.IO 4 as
 * they do (<a href="https://socket.io/docs/v4/socket-io-protocol/">protocol</a>): a packet is a text that begins with its
 * type. With no such socket, Node's event loop stays up for minutes after a script has ended.
 */
@Component
class EventSocket extends TextWebSocketHandler {
    static final String PATH = "/api/socket.io/";

    private static final String OPEN = "0";
    private static final String PING = "2";
    private static final String PONG = "3";
    private static final String CONNECT = "40";
    private static final String DISCONNECT = "41";
    private static final String EVENT = "42";
    private static final String REFUSE = "44";

    private static final Duration PING_INTERVAL = Duration.ofSeconds(25);
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(20);
    private static final int LARGEST_PACKET = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, EventSubscriber> subscribers = new ConcurrentHashMap<>();
    private final ApiKey key;
    private final Addresses addresses;

    EventSocket(ApiKey key, Addresses addresses) {
        this.key = key;
        this.addresses = addresses;
    }

    private record Credentials(String token) {
        /** The token is left out. */
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        var subscriber = EventSubscriber.of(session);
        subscribers.put(session.getId(), subscriber);
        subscriber.send(OPEN
                + JSON.writeValueAsString(Map.of(
                        "sid", id(),
                        "upgrades", List.of(),
                        "pingInterval", PING_INTERVAL.toMillis(),
                        "pingTimeout", PING_TIMEOUT.toMillis(),
                        "maxPayload", LARGEST_PACKET)));
    }

    private static String id() {
        return HexFormat.of().toHexDigits(UUID.randomUUID().getMostSignificantBits());
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
        var subscriber = subscribers.get(session.getId());
        var packet = message.getPayload();
        if (subscriber == null) {
            return;
        }
        if (packet.equals(PONG)) {
            subscriber.answered();
        } else if (packet.startsWith(CONNECT)) {
            connect(subscriber, packet.substring(CONNECT.length()));
        } else if (packet.startsWith(DISCONNECT)) {
            session.close(CloseStatus.NORMAL);
        }
    }

    private void connect(EventSubscriber subscriber, String credentials) {
        if (opens(credentials)) {
            subscriber.send(CONNECT + JSON.writeValueAsString(Map.of("sid", id())));
            subscriber.subscribe();
        } else {
            subscriber.send(REFUSE + JSON.writeValueAsString(Map.of("message", "Unauthorized")));
        }
    }

    private boolean opens(String credentials) {
        try {
            return key.is(JSON.readValue(credentials, Credentials.class).token());
        } catch (JacksonException | NullPointerException _) {
            return false;
        }
    }

    @EventListener
    void tell(SandboxChanged change) {
        subscribers.values().stream()
                .filter(EventSubscriber::isSubscribed)
                .forEach(subscriber ->
                        subscriber.send(EVENT + JSON.writeValueAsString(event(change, subscriber.localAddress()))));
    }

    private List<Object> event(SandboxChanged change, InetSocketAddress address) {
        var toolbox = addresses.toolbox(address.getAddress().getHostAddress(), address.getPort());
        var sandbox = SandboxJson.of(change.sandbox(), toolbox);
        var before = change.before();
        if (before == null) {
            return List.of("sandbox.created", sandbox);
        }
        var data = new LinkedHashMap<String, Object>();
        data.put("sandbox", sandbox);
        data.put("oldState", before.word());
        data.put("newState", change.sandbox().state().word());
        return List.of("sandbox.state.updated", data);
    }

    /** Whoever didn't answer the ping before, or never said who they are, is gone. */
    @Scheduled(fixedDelay = 25_000, initialDelay = 25_000)
    void ping() {
        subscribers.values().forEach(subscriber -> {
            if (subscriber.isGone()) {
                subscriber.close();
            } else {
                subscriber.send(PING);
            }
        });
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        var subscriber = subscribers.remove(session.getId());
        if (subscriber != null) {
            subscriber.close();
        }
    }
}
