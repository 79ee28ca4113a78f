package dev.midori.preview.provision.amqp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.springframework.amqp.core.Message;

/** How long a packed message is once it is unpacked. */
final class Unpacking {
    private static final int TRAILER = Integer.BYTES;

    private Unpacking() {}

    /** As gzip notes it in the last four bytes (RFC 1952, section 2.3.1); what isn't packed is as long as it is. */
    static long lengthOf(Message message) {
        var body = message.getBody();
        if (!"gzip".equals(message.getMessageProperties().getContentEncoding()) || body.length < TRAILER) {
            return body.length;
        }
        return Integer.toUnsignedLong(ByteBuffer.wrap(body, body.length - TRAILER, TRAILER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt());
    }
}
