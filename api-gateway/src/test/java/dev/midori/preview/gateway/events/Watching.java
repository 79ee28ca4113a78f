package dev.midori.preview.gateway.events;

import dev.midori.preview.gateway.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that watches a sandbox's events. It speaks HTTP/1.0, where no chunks come between lines. */
final class Watching implements AutoCloseable {
    private static final Pattern FIELD = Pattern.compile("(id|event|data): (.*)");

    /** One event as it came. */
    record Seen(Optional<String> id, String name, JsonNode data) {
        String text(String field) {
            return data.path(field).asString("");
        }
    }

    private final Socket socket = new Socket();
    private final List<String> head = new ArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private Watching() {}

    /** Opens a stream and reads it. */
    static Watching of(Http http, String path, String... headers) throws IOException {
        var watching = new Watching();
        watching.connect(http, path, 64 << 10, headers);
        Thread.startVirtualThread(watching::read);
        return watching;
    }

    /** Opens a stream and reads nothing of it. */
    static Watching withoutReading(Http http, String path) throws IOException {
        var watching = new Watching();
        watching.connect(http, path, 4 << 10);
        return watching;
    }

    private void connect(Http http, String path, int buffer, String... headers) throws IOException {
        socket.setReceiveBufferSize(buffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), http.port()));
        var request = new StringBuilder(
                "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n".formatted(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    private void read() {
        try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            String id = null;
            String name = "";
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var field = FIELD.matcher(line);
                if (field.matches()) {
                    switch (field.group(1)) {
                        case "id" -> id = field.group(2);
                        case "event" -> name = field.group(2);
                        default -> {
                            seen.add(new Seen(
                                    Optional.ofNullable(id),
                                    name,
                                    JsonMapper.shared().readTree(field.group(2))));
                            id = null;
                        }
                    }
                }
            }
        } catch (IOException _) {
            // Then it has ended.
        }
        ended = true;
    }

    List<String> head() {
        return head;
    }

    List<Seen> seen() {
        return seen;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean has(String name) {
        return seen.stream().anyMatch(event -> event.name().equals(name));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
