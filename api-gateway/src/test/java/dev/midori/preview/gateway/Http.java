package dev.midori.preview.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP as callers of the gateway speak it. */
public record Http(int port) {
    public static final String DAYTONA = "/api/preview/daytona";
    public static final String CREATE = "{\"projectId\":\"cafe\",\"files\":[{\"path\":\"a.txt\",\"content\":\"ก\"}]}";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** What came back. */
    public record Answer(int status, HttpResponse<String> response) {
        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public String text(String field) {
            return json().path(field).asString("");
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers).join();
    }

    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody()).join();
    }

    public Answer post(String path, String body, String... headers) {
        return postLater(path, body, headers).join();
    }

    public Answer put(String path, String body) {
        return putLater(path, body).join();
    }

    public CompletableFuture<Answer> putLater(String path, String body) {
        return send("PUT", path, BodyPublishers.ofString(body), withType());
    }

    public Answer patch(String path, String body) {
        return send("PATCH", path, BodyPublishers.ofString(body), withType()).join();
    }

    public CompletableFuture<Answer> postLater(String path, String body, String... headers) {
        return send("POST", path, BodyPublishers.ofString(body), withType(headers));
    }

    public CompletableFuture<Answer> createLater(String body) {
        return postLater(DAYTONA, body);
    }

    /** A create that answers as soon as it is accepted. */
    public Answer createAsync(String body) {
        return post(DAYTONA, body, "Prefer", "respond-async");
    }

    public Answer status(String id) {
        return get(DAYTONA + "/status?sandboxId=" + id);
    }

    public CompletableFuture<Answer> send(String method, String path, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
                .thenApply(answer -> new Answer(answer.statusCode(), Contract.check(port, answer)));
    }

    /** Sends exactly this and reads until the server closes the connection. */
    public String raw(String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] withType(String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase("Content-Type")) {
                return headers;
            }
        }
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return all;
    }
}
