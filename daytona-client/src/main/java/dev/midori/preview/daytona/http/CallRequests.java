package dev.midori.preview.daytona.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.support.HttpRequestWrapper;

/** Makes requests that have the deadline of the {@link Call} that they belong to, and bounded answers. */
final class CallRequests implements ClientHttpRequestFactory {
    private final HttpClient client;

    CallRequests(HttpClient client) {
        this.client = client;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        var requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(Call.current().timeout());
        return new Bounded(requests.createRequest(uri, method));
    }

    private static final class Bounded extends HttpRequestWrapper
            implements ClientHttpRequest, StreamingHttpOutputMessage {
        private final ClientHttpRequest request;

        Bounded(ClientHttpRequest request) {
            super(request);
            this.request = request;
        }

        @Override
        public HttpRequest getRequest() {
            return request;
        }

        @Override
        public OutputStream getBody() throws IOException {
            return request.getBody();
        }

        /** Handed on, so that an upload is streamed and never held as one piece. */
        @Override
        public void setBody(Body body) {
            ((StreamingHttpOutputMessage) request).setBody(body);
        }

        @Override
        public ClientHttpResponse execute() throws IOException {
            return new BoundedResponse(request.execute());
        }
    }
}
