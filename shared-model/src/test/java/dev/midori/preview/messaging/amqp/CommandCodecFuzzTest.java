package dev.midori.preview.messaging.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.midori.preview.messaging.amqp.CommandCodec.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Whatever bytes a queue holds, they are a command or unreadable, and never anything else. */
class CommandCodecFuzzTest {
    private static final CommandCodec CODEC = new CommandCodec(JsonMapper.builder()
            .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build());

    /** The first byte says whether what follows is sent as it is, packed, or as if it were packed. */
    @FuzzTest
    void decode(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var body = Arrays.copyOfRange(input, 1, input.length);
        var message = switch (input[0] & 3) {
            case 0 -> message("gzip", body);
            case 1 -> message("gzip", packed(body));
            default -> message("identity", body);
        };
        try {
            var command = CODEC.decode(message);
            assertThat(CODEC.decode(CODEC.encode(command))).isEqualTo(command);
        } catch (Unreadable _) {
            // It is put aside as it is.
        }
    }

    private static Message message(String encoding, byte[] body) {
        return MessageBuilder.withBody(body).setContentEncoding(encoding).build();
    }

    private static byte[] packed(byte[] body) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
