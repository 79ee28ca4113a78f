package dev.midori.preview.gateway.body;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;

/** A request's body that ends the request as soon as it is longer than it may be, whatever was announced. */
public final class BoundedBody extends FilterInputStream {
    private final long limit;
    private final Supplier<Problem> tooLarge;
    private final IntConsumer arrived;
    private long count;

    private BoundedBody(HttpServletRequest request, long limit, Supplier<Problem> tooLarge, IntConsumer arrived)
            throws IOException {
        super(request.getInputStream());
        this.limit = limit;
        this.tooLarge = tooLarge;
        this.arrived = arrived;
    }

    /**
     * The body, not yet read; one that announces too many bytes is not even begun.
     *
     * @param tooLarge what to answer then
     */
    public static BoundedBody of(
            HttpServletRequest request, long limit, HeldContent.Portion held, Supplier<Problem> tooLarge)
            throws IOException {
        return open(request, limit, tooLarge, held::add);
    }

    static BoundedBody open(HttpServletRequest request, long limit, Supplier<Problem> tooLarge, IntConsumer arrived)
            throws IOException {
        requirePlain(request);
        if (request.getContentLengthLong() > limit) {
            throw tooLarge.get().asException();
        }
        return new BoundedBody(request, limit, tooLarge, arrived);
    }

    /** A packed body could become any size, and none of the frontends packs. */
    private static void requirePlain(HttpServletRequest request) {
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(Reason.BODY_ENCODED).asException();
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        var read = super.read(bytes, offset, length);
        if (read > 0) {
            count += read;
            if (count > limit) {
                throw tooLarge.get().asException();
            }
            arrived.accept(read);
        }
        return read;
    }
}
