package dev.midori.preview.localdaytona.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/** One listener at the event socket. Sending never waits: one that can't keep up is let go. */
final class EventSubscriber {
    private static final int BACKLOG = 10_000;

    private final WebSocketSession session;
    private final BlockingQueue<String> packets = new LinkedBlockingQueue<>(BACKLOG);
    private final Thread sender;
    private volatile boolean subscribed;
    private volatile boolean answered = true;

    private EventSubscriber(WebSocketSession session) {
        this.session = session;
        this.sender = Thread.ofVirtual().name("events").unstarted(this::sendAll);
    }

    static EventSubscriber of(WebSocketSession session) {
        var subscriber = new EventSubscriber(session);
        subscriber.sender.start();
        return subscriber;
    }

    void send(String packet) {
        if (!packets.offer(packet)) {
            close();
        }
    }

    private void sendAll() {
        try {
            while (session.isOpen()) {
                session.sendMessage(new TextMessage(packets.take()));
            }
        } catch (IOException | IllegalStateException _) {
            close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** It has said who it is. */
    void subscribe() {
        subscribed = true;
    }

    boolean isSubscribed() {
        return subscribed;
    }

    void answered() {
        answered = true;
    }

    /** Whether it has not answered since this was asked last, or isn't a subscriber yet. */
    boolean isGone() {
        var gone = !answered || !subscribed;
        answered = false;
        return gone;
    }

    InetSocketAddress localAddress() {
        return Objects.requireNonNull(session.getLocalAddress());
    }

    void close() {
        sender.interrupt();
        try {
            session.close(CloseStatus.NORMAL);
        } catch (IOException _) {
            // It is closed, or as good as that.
        }
    }
}
