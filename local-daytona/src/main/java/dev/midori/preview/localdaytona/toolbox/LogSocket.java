package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.sandbox.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** A command's log as it grows: binary messages of bytes with their marks, and a normal close when the command is over. */
@Component
class LogSocket extends AbstractWebSocketHandler implements HandshakeInterceptor {
    static final String PATH = "/toolbox/{sandboxId}/process/session/{sessionId}/command/{commandId}/logs";

    private static final String FOLLOWER = "follower";

    private final StartedSandboxes sandboxes;

    LogSocket(StartedSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    /** Whether there is such a command is answered while that can still be told by a status. */
    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        try {
            attributes.put(FOLLOWER, follower(((ServletServerHttpRequest) request).getServletRequest()));
            return true;
        } catch (Refused refusal) {
            response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
            return false;
        }
    }

    private LogFollower follower(HttpServletRequest request) {
        var variables = (Map<?, ?>)
                Objects.requireNonNull(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE));
        var sandbox = sandboxes.use(String.valueOf(variables.get("sandboxId")));
        var command =
                sandbox.command(String.valueOf(variables.get("sessionId")), String.valueOf(variables.get("commandId")));
        return new LogFollower(command.running(), () -> sandboxes.touch(sandbox));
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception failure) {
        // Everything is in the session's attributes.
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        var follower =
                (LogFollower) Objects.requireNonNull(session.getAttributes().get(FOLLOWER));
        Thread.startVirtualThread(() -> follow(session, follower));
    }

    private static void follow(WebSocketSession session, LogFollower follower) {
        try {
            follower.follow(bytes -> send(session, bytes));
            session.close(CloseStatus.NORMAL);
        } catch (IOException | IllegalStateException _) {
            // Whoever read it has gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(WebSocketSession session, byte[] bytes) throws IOException {
        if (!session.isOpen()) {
            throw new EOFException();
        }
        session.sendMessage(new BinaryMessage(bytes));
    }
}
