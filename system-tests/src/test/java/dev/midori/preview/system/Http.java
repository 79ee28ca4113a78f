package dev.midori.preview.system;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP as a caller of the gateway and a visitor of a preview speak it. */
final class Http {
    static final JsonMapper JSON = JsonMapper.shared();

    private static final List<String> CREDENTIALS = List.of("Authorization", "X-Api-Key", "Cookie");
    private static final Pattern TOKEN = Pattern.compile("\"(?:token|previewToken)\":\"([^\"]+)\"");
    private static final int SHORTEST_SECRET = 12;
    private static final int MOST_SECRETS = 50;
    private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** What came back; nothing at all is status 0. */
    record Answer(int statusCode, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    private Http() {}

    static Answer get(URI url, String... headers) {
        var request = HttpRequest.newBuilder(url);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Java does not resolve {@code *.localhost}: asked on 127.0.0.1, under the name of the preview. */
    static Answer getPreview(String url, Map<String, String> headers) {
        var preview = URI.create(url);
        var address = "http://127.0.0.1:%d%s%s"
                .formatted(
                        preview.getPort(),
                        preview.getPath().isEmpty() ? "/" : preview.getPath(),
                        preview.getRawQuery() == null ? "" : "?" + preview.getRawQuery());
        var request = HttpRequest.newBuilder(URI.create(address)).header("Host", preview.getAuthority());
        headers.forEach(request::header);
        return send(request);
    }

    static Answer post(URI url, Object body, String... headers) {
        var request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    static Answer delete(URI url, String... headers) {
        var request = HttpRequest.newBuilder(url).DELETE();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    static Answer getAs(URI url, String key) {
        return send(HttpRequest.newBuilder(url).header("Authorization", "Bearer " + key));
    }

    static Answer putAs(URI url, String key, Object body) {
        return send(HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** Keys that were sent, and tokens that came back; some of them, where there were many. */
    static Set<String> secrets() {
        return Set.copyOf(SECRETS);
    }

    private static void remember(String secret) {
        if (secret.length() >= SHORTEST_SECRET && SECRETS.size() < MOST_SECRETS) {
            SECRETS.add(secret);
        }
    }

    private static Answer send(HttpRequest.Builder builder) {
        var request = builder.timeout(Duration.ofMinutes(5)).build();
        CREDENTIALS.forEach(name -> request.headers()
                .firstValue(name)
                .map(value -> value.replaceFirst("^Bearer ", ""))
                .ifPresent(Http::remember));
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            TOKEN.matcher(answer.body()).results().forEach(token -> remember(token.group(1)));
            return new Answer(answer.statusCode(), answer.body());
        } catch (ConnectException _) {
            return new Answer(0, "");
        } catch (IOException e) {
            return new Answer(0, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
