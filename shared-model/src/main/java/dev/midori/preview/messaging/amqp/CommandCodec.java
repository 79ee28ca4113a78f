package dev.midori.preview.messaging.amqp;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.Reply;
import dev.midori.preview.command.UpdateFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Commands as messages and back. The body names the command by a word of ours, never by a class, so that nothing but a
 * command can be made of it.
 */
public final class CommandCodec {
    private static final String GZIP = "gzip";
    private static final int BUFFER = 8 << 10;

    /** JSON of the largest project that the gateway accepts, escaped in the most wasteful way. */
    private static final int LONGEST_BODY = 64 << 20;

    /** Asking for them copies them each time, which is most of what reading a heartbeat costs. */
    private static final ClassValue<List<RecordComponent>> REQUIRED = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .toList();
        }
    };

    private final JsonMapper json;

    public CommandCodec(JsonMapper json) {
        this.json = json;
    }

    /** The message for a command, without what differs from publish to publish. */
    Message encode(Command command) {
        var body = json.writeValueAsBytes(command);
        var properties = new MessageProperties();
        properties.setContentType(MessageProperties.CONTENT_TYPE_JSON);
        properties.setType(command.type());
        properties.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
        if (command instanceof CreateSandbox || command instanceof UpdateFiles) {
            properties.setContentEncoding(GZIP);
            body = zip(body);
        }
        return MessageBuilder.withBody(body).andProperties(properties).build();
    }

    /**
     * Reads a message.
     *
     * @throws Unreadable where it is no command that this release knows
     */
    public Command decode(Message message) {
        try {
            return check(read(message));
        } catch (JacksonException | IOException | IllegalArgumentException e) {
            throw new Unreadable(e);
        }
    }

    /** The message for an answer. */
    public Message encode(Reply reply) {
        return MessageBuilder.withBody(json.writeValueAsBytes(reply))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .build();
    }

    /**
     * Reads an answer.
     *
     * @throws Unreadable where it is none that this release knows
     */
    public Reply decodeReply(Message message) {
        try {
            return json.readValue(message.getBody(), Reply.class);
        } catch (JacksonException e) {
            throw new Unreadable(e);
        }
    }

    private static Command check(@Nullable Command command) {
        if (command == null) {
            throw new IllegalArgumentException("the body is null");
        }
        for (var component : REQUIRED.get(command.getClass())) {
            requirePresent(command, component);
        }
        if (command.version() != 1) {
            throw new IllegalArgumentException(
                    "%s has version %d, and this release knows 1".formatted(command.type(), command.version()));
        }
        return command;
    }

    /** Jackson leaves what the body lacks at null, which only a component that says so may be. */
    private static void requirePresent(Command command, RecordComponent component) {
        try {
            if (component.getAccessor().invoke(command) == null) {
                throw new IllegalArgumentException("%s has no %s".formatted(command.type(), component.getName()));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("commands are public records", e);
        }
    }

    /** Unpacks while it reads, so that the whole of what was packed is never held beside what it becomes. */
    private @Nullable Command read(Message message) throws IOException {
        if (!GZIP.equals(message.getMessageProperties().getContentEncoding())) {
            return json.readValue(message.getBody(), Command.class);
        }
        try (var in = new Unpacked(message.getBody())) {
            return json.readValue(in, Command.class);
        }
    }

    private static final class Unpacked extends FilterInputStream {
        private long length;

        Unpacked(byte[] packed) throws IOException {
            super(new GZIPInputStream(new ByteArrayInputStream(packed)));
        }

        @Override
        public int read(byte[] bytes, int offset, int most) throws IOException {
            var read = super.read(bytes, offset, most);
            length += Math.max(0, read);
            if (length > LONGEST_BODY) {
                throw new IOException("the body is larger than any project may be");
            }
            return read;
        }
    }

    private static byte[] zip(byte[] body) {
        var out = new ByteArrayOutputStream();
        try (var zip = new FastZip(out)) {
            zip.write(body);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return out.toByteArray();
    }

    /** A project is packed once for each try and lies in the queue for seconds: time is dearer than the last tenth of size. */
    private static final class FastZip extends GZIPOutputStream {
        FastZip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** The message is no command that this release knows. Its bytes are worth keeping as they are. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(Throwable cause) {
            super("message is not a command that this release knows", cause);
        }
    }
}
