package dev.midori.preview.localdaytona;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever calls the server. */
public final class Http {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String BOUNDARY = "----a-boundary";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final String key;

    public Http(int port, String key) {
        this.base = "http://127.0.0.1:%d".formatted(port);
        this.key = key;
    }

    /** What came back. */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    public String url(String path) {
        return base + path;
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public Answer put(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** As the SDKs do it: a form that says nothing. */
    public Answer post(String path) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.noBody()));
    }

    /** Texts by the paths that they shall have. */
    public Answer upload(String path, Map<String, String> files) {
        var parts = new ArrayList<BodyPublisher>();
        var index = 0;
        for (var file : files.entrySet()) {
            parts.add(part("files[%d].path".formatted(index), "", file.getKey()));
            parts.add(part("files[%d].file".formatted(index), "; filename=\"file\"", file.getValue()));
            index++;
        }
        parts.add(BodyPublishers.ofString("--%s--\r\n".formatted(BOUNDARY)));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.concat(parts.toArray(BodyPublisher[]::new))));
    }

    private static BodyPublisher part(String name, String more, String content) {
        return BodyPublishers.ofByteArray("--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n"
                .formatted(BOUNDARY, name, more, content)
                .getBytes(StandardCharsets.UTF_8));
    }

    /** A preview, asked for at 127.0.0.1 under its own name; as a stranger, unless the headers say more. */
    public Answer preview(String url, String... headers) {
        var preview = URI.create(url);
        var path = preview.getRawPath().isEmpty() ? "/" : preview.getRawPath();
        var query = preview.getRawQuery() == null ? "" : "?" + preview.getRawQuery();
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s%s".formatted(preview.getPort(), path, query)))
                .header("Host", preview.getAuthority());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public Answer previewPost(String url) {
        var preview = URI.create(url);
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s?%s"
                        .formatted(preview.getPort(), preview.getRawPath(), preview.getRawQuery())))
                .header("Host", preview.getAuthority())
                .POST(BodyPublishers.noBody()));
    }

    /** As a stranger. */
    public Answer getWithoutKey(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + key)
                .header("X-Daytona-SDK-Version", "0.218.0");
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(Duration.ofSeconds(40)).build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
