package dev.midori.preview.localdaytona.machine.namespace;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/** An app in a sandbox that takes and gives large bodies and sends events, and whoever uses it through the preview. */
record StreamingApp(String preview) {
    static final int PORT = 3001;
    static final int MEBIBYTES = 64;

    private static final int CHUNK = 1 << 20;

    /** A byte is its place times 31. */
    static final String SOURCE = """
            const chunk = Buffer.from(Array.from({ length: 1 << 20 }, (_, i) => i * 31))
            let received = 0
            let release
            const apps = {
              '/events'(request, response) {
                response.writeHead(200, { 'content-type': 'text/event-stream' })
                response.write('id: 1\\ndata: first\\n\\n')
                release = () => response.end('id: 2\\ndata: second\\n\\n')
              },
              '/release'(request, response) {
                release()
                response.end()
              },
              '/received'(request, response) {
                response.end(String(received))
              },
              '/upload'(request, response) {
                const hash = require('crypto').createHash('sha256')
                received = 0
                request.on('data', (bytes) => {
                  received += bytes.length
                  hash.update(bytes)
                })
                request.on('end', () => response.end(`${received} ${hash.digest('hex')}`))
              },
              '/download'(request, response) {
                const all = function* () {
                  for (let i = 0; i < 64; i++) yield chunk
                }
                require('stream').Readable.from(all()).pipe(response)
              },
            }
            require('http')
              .createServer((request, response) => (apps[request.url] ?? ((_, it) => it.end('ready')))(request, response))
              .listen(3001)
            """;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpRequest.Builder request(String path) {
        var uri = URI.create(preview);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(uri.getPort(), path)))
                .header("Host", uri.getAuthority())
                .timeout(Duration.ofSeconds(40));
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        return CLIENT.send(request.build(), body);
    }

    String get(String path) throws IOException, InterruptedException {
        return send(request(path), BodyHandlers.ofString()).body();
    }

    /** What comes, as it comes. */
    HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
        return send(request(path), BodyHandlers.ofInputStream());
    }

    /** Sends a body of unknown length, of which the second half begins only when that holds. */
    String upload(BooleanSupplier secondHalf) throws IOException, InterruptedException {
        BodyPublisher body = BodyPublishers.ofInputStream(() -> new Pattern(secondHalf));
        return send(request("/upload").POST(body), BodyHandlers.ofString()).body();
    }

    /** The digest of what both sides send. */
    static String digest() throws IOException {
        return digest(new Pattern(() -> true));
    }

    static String digest(InputStream in) throws IOException {
        try (var digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Pattern extends InputStream {
        private static final byte[] BYTES = new byte[CHUNK];
        private final BooleanSupplier secondHalf;
        private long place;

        static {
            for (int i = 0; i < CHUNK; i++) {
                BYTES[i] = (byte) (i * 31);
            }
        }

        Pattern(BooleanSupplier secondHalf) {
            this.secondHalf = secondHalf;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("nobody reads single bytes");
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (place == (long) MEBIBYTES * CHUNK) {
                return -1;
            }
            if (place == (long) MEBIBYTES * CHUNK / 2 && !secondHalf.getAsBoolean()) {
                throw new IOException("the first half did not arrive");
            }
            var at = (int) (place % CHUNK);
            var count = Math.min(length, CHUNK - at);
            System.arraycopy(BYTES, at, target, from, count);
            place += count;
            return count;
        }
    }
}
