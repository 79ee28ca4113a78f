package dev.midori.preview.daytona.http;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response whose body is read up to a limit, which counts after decompression. */
final class BoundedResponse implements ClientHttpResponse {
    /** More than a project may weigh; a sandbox must not be able to fill the memory of who asks it. */
    static final int LIMIT = 16 * 1024 * 1024;

    private final ClientHttpResponse response;
    private @Nullable InputStream body;

    BoundedResponse(ClientHttpResponse response) {
        this.response = response;
    }

    @Override
    public InputStream getBody() throws IOException {
        if (body == null) {
            body = new BoundedStream(response.getBody(), LIMIT);
        }
        return body;
    }

    @Override
    public HttpStatusCode getStatusCode() throws IOException {
        return response.getStatusCode();
    }

    @Override
    public String getStatusText() throws IOException {
        return response.getStatusText();
    }

    @Override
    public HttpHeaders getHeaders() {
        return response.getHeaders();
    }

    @Override
    public void close() {
        response.close();
    }
}
