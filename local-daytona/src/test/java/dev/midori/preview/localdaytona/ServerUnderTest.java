package dev.midori.preview.localdaytona;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.midori.preview.localdaytona.proxy.PreviewProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The whole server, on ports of its own. */
public final class ServerUnderTest implements AutoCloseable {
    public static final String KEY = "the-key";

    private final ConfigurableApplicationContext server;
    private final Http http;

    private ServerUnderTest(ConfigurableApplicationContext server) {
        this.server = server;
        this.http = new Http(
                Objects.requireNonNull(server.getEnvironment().getProperty("local.server.port", Integer.class)), KEY);
    }

    public static ServerUnderTest start(String runtime, Path folder, String... more) {
        var contract = contract();
        var arguments = Stream.concat(
                Stream.of(
                        "--server.port=0",
                        "--local-daytona.runtime=" + runtime,
                        "--local-daytona.api-key=" + KEY,
                        "--local-daytona.proxy-port=0",
                        "--local-daytona.data-dir=" + folder),
                Stream.concat(contract, Stream.of(more)));
        return new ServerUnderTest(
                new SpringApplicationBuilder(LocalDaytonaApplication.class).run(arguments.toArray(String[]::new)));
    }

    /** Has a server compare what it answers with Daytona's documents, where they are. */
    public static Stream<String> contract() {
        return OpenApi.folder().map(documents -> "--local-daytona.contract.dir=" + documents).stream();
    }

    public int proxyPort() {
        return server.getBean(PreviewProxy.class).port();
    }

    public Http http() {
        return http;
    }

    /** How its answers differ from Daytona's documents; the server has to be started with {@code local-daytona.admin}. */
    public List<String> answersUnlikeDaytona() {
        return answersUnlikeDaytona(http);
    }

    /** The same of any server. */
    public static List<String> answersUnlikeDaytona(Http http) {
        var found = http.get("/admin/contract").json();
        if (OpenApi.folder().isEmpty()) {
            abort("Daytona's OpenAPI documents are not here: set midori.daytona-openapi to their folder");
        }
        if (found.path("compared").asLong() == 0) {
            throw new IllegalStateException("nothing was compared");
        }
        return found.path("violations")
                .valueStream()
                .filter(violation -> violation.path("side").asString().equals("answer"))
                .map(JsonNode::toString)
                .toList();
    }

    /** A started sandbox of that name. */
    public JsonNode create(String name) {
        return create(Map.of("name", name));
    }

    public JsonNode create(Map<String, ?> body) {
        var created = http.post("/api/sandbox", body);
        if (created.status() != 200) {
            throw new IllegalStateException(created.body());
        }
        var id = created.json().path("id").asString();
        await().atMost(Duration.ofSeconds(30)).until(() -> stateOf(id).equals("started"));
        return http.get("/api/sandbox/" + id).json();
    }

    /** What is told of its state; {@code gone} where it isn't there. */
    public String stateOf(String idOrName) {
        var answer = http.get("/api/sandbox/" + idOrName);
        return answer.status() == 404 ? "gone" : answer.json().path("state").asString();
    }

    public String signedUrl(String id, int port) {
        return http.get("/api/sandbox/%s/ports/%d/signed-preview-url?expiresInSeconds=600".formatted(id, port))
                .json()
                .path("url")
                .asString();
    }

    /** Starts a command in a session of its own; answers where the command is found. */
    public String start(String id, String session, String command) {
        var process = "/toolbox/%s/process/session".formatted(id);
        http.post(process, Map.of("sessionId", session));
        var started = http.post(process + "/" + session + "/exec", Map.of("command", command, "runAsync", true));
        return "%s/%s/command/%s"
                .formatted(process, session, started.json().path("cmdId").asString());
    }

    @Override
    public void close() {
        server.close();
    }
}
