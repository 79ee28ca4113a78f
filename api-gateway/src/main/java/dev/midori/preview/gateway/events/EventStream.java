package dev.midori.preview.gateway.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * One client's stream, as https://html.spec.whatwg.org/multipage/server-sent-events.html has it. Writing waits for the
 * client, and fails where it takes nothing for the container's connection timeout.
 */
final class EventStream {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);
    private static final byte[] COME_BACK_SOON = "retry: 3000\n\n".getBytes(UTF_8);

    private final ServletOutputStream out;

    private EventStream(ServletOutputStream out) {
        this.out = out;
    }

    static EventStream open(HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(UTF_8);
        // Nginx would collect events instead of passing them on.
        response.setHeader("X-Accel-Buffering", "no");
        var stream = new EventStream(response.getOutputStream());
        stream.out.write(COME_BACK_SOON);
        stream.flush();
        return stream;
    }

    /** @param id where a client goes on from that comes back; {@code null} where that is not here */
    void send(@Nullable String id, String name, Map<String, ?> data) throws IOException {
        var text = new StringBuilder();
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        text.append("event: ").append(name).append('\n');
        text.append("data: ").append(JSON.writeValueAsString(data)).append("\n\n");
        out.write(text.toString().getBytes(UTF_8));
    }

    void comment() throws IOException {
        out.write(COMMENT);
    }

    void flush() throws IOException {
        out.flush();
    }
}
