package dev.midori.preview.gateway.abuse;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything bad that callers send, and what each is answered: never accepted, at once, in one form, with nothing of our
 * inside. The whole list is written to {@code target/abuse.md}.
 */
@ExtendWith(OneGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbuseIT {
    private static final Path REPORT = Path.of("target", "abuse.md");
    private static final String HEARTBEAT = DAYTONA + "/heartbeat";
    private static final String STOP = DAYTONA + "/stop";
    private static final String STATUS = DAYTONA + "/status?sandboxId=";
    private static final String LETTERS = "/api/preview/dead-letters";
    private static final int MEBIBYTE = 1 << 20;
    private static final List<String> INSIDES = List.of(
            "Exception", "dev.midori", "springframework", "apache", "jackson", "tomcat", "java.", "/work", "jose");

    private final GatewayUnderTest gateway;
    private final List<String> report =
            new ArrayList<>(List.of("| sent | answer | code | error |", "| --- | --- | --- | --- |"));

    AbuseIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
    }

    /** One bad input, and what it must be answered. */
    record Bad(String what, int status, String code, Function<Http, Reply> send) {
        @Override
        public String toString() {
            return what;
        }
    }

    record Reply(int status, JsonNode body, String text) {
        static Reply of(Http.Answer answer) {
            return new Reply(answer.status(), answer.json(), answer.response().body());
        }

        /** What follows the headers, in one chunk or as it is. */
        static Reply of(String raw) {
            var body = raw.substring(raw.indexOf('{', raw.indexOf("\r\n\r\n")), raw.lastIndexOf('}') + 1);
            return new Reply(
                    Integer.parseInt(raw.substring(9, 12)), JsonMapper.shared().readTree(body), raw);
        }
    }

    private static Bad sent(
            String what, int status, String code, String method, String path, BodyPublisher body, String... headers) {
        return new Bad(
                what,
                status,
                code,
                http -> Reply.of(http.send(method, path, body, headers).join()));
    }

    private static Bad create(String what, int status, String code, byte[] body, String... headers) {
        var all = Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers));
        return sent(
                "create: " + what,
                status,
                code,
                "POST",
                DAYTONA,
                BodyPublishers.ofByteArray(body),
                all.toArray(String[]::new));
    }

    private static Bad create(String what, int status, String code, String body) {
        return create(what, status, code, body.getBytes(UTF_8));
    }

    private static Bad files(String what, int status, String code, String files) {
        return create(what, status, code, "{\"projectId\":\"cafe\",\"files\":%s}".formatted(files));
    }

    private static Bad path(String what, String json) {
        return files("path " + what, 400, "INVALID_FILE_PATH", "[{\"path\":\"%s\",\"content\":\"x\"}]".formatted(json));
    }

    private static Bad small(String what, int status, String code, String path, String body) {
        return sent(
                path.substring(path.lastIndexOf('/') + 1) + ": " + what,
                status,
                code,
                "POST",
                path,
                BodyPublishers.ofString(body),
                "Content-Type",
                "application/json");
    }

    private static Bad get(String what, int status, String code, String path, String... headers) {
        return sent(what, status, code, "GET", path, BodyPublishers.noBody(), headers);
    }

    private static Bad raw(String what, int status, String code, String request) {
        return new Bad("raw: " + what, status, code, http -> Reply.of(http.raw(request)));
    }

    private static String repeated(String text, int times) {
        return text.repeat(times);
    }

    static Stream<Bad> everything() {
        return Stream.of(
                        bodies(),
                        encodings(),
                        projects(),
                        paths(),
                        sizes(),
                        sandboxIds(),
                        smallBodies(),
                        operators(),
                        callers(),
                        protocol())
                .flatMap(all -> all);
    }

    private static Stream<Bad> bodies() {
        return Stream.of(
                create("nothing", 400, "INVALID_REQUEST", ""),
                create("white space", 400, "INVALID_REQUEST", " \r\n\t "),
                create("null", 400, "INVALID_REQUEST", "null"),
                create("a list", 400, "INVALID_REQUEST", "[]"),
                create("a text", 400, "INVALID_REQUEST", "\"x\""),
                create("half an object", 400, "INVALID_REQUEST", "{\"projectId\":\"a\",\"files\":["),
                create("two objects", 400, "INVALID_REQUEST", CREATE + CREATE),
                create("an object and more", 400, "INVALID_REQUEST", CREATE + "x"),
                create("a comment", 400, "INVALID_REQUEST", "/* x */" + CREATE),
                create("single quotes", 400, "INVALID_REQUEST", CREATE.replace('"', '\'')),
                create("a comma too many", 400, "INVALID_REQUEST", CREATE.replace("}]}", "}],}")),
                create("NaN", 400, "INVALID_REQUEST", "{\"projectId\":NaN}"),
                create("a field twice", 400, "INVALID_REQUEST", "{\"projectId\":\"a\",\"projectId\":\"b\"}"),
                create("1,000 brackets", 400, "INVALID_REQUEST", "{\"x\":" + repeated("[", 1000)),
                create("10,000 objects in each other", 400, "INVALID_REQUEST", repeated("{\"x\":", 10_000)),
                create("500,000 values", 400, "INVALID_REQUEST", "{\"x\":[" + repeated("0,", 500_000) + "0]}"),
                create("a name of 10,000 letters", 400, "INVALID_REQUEST", "{\"" + repeated("x", 10_000) + "\":1}"),
                create(
                        "a number of 100,000 digits",
                        400,
                        "INVALID_REQUEST",
                        "{\"projectId\":" + repeated("9", 100_000) + "}"),
                create("a raw control character", 400, "INVALID_REQUEST", "{\"projectId\":\"a\u0001\"}"),
                create(
                        "XML",
                        400,
                        "INVALID_REQUEST",
                        "<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>"),
                sent(
                        "create: a form",
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "POST",
                        DAYTONA,
                        BodyPublishers.ofString("projectId=a"),
                        "Content-Type",
                        "application/x-www-form-urlencoded"),
                sent(
                        "create: as text, as beacons do",
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "POST",
                        DAYTONA,
                        BodyPublishers.ofString(CREATE),
                        "Content-Type",
                        "text/plain"),
                sent(
                        "create: several parts",
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "POST",
                        DAYTONA,
                        BodyPublishers.ofString("--x--"),
                        "Content-Type",
                        "multipart/form-data; boundary=x"),
                sent(
                        "create: a media type that is none",
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "POST",
                        DAYTONA,
                        BodyPublishers.ofString(CREATE),
                        "Content-Type",
                        "json"));
    }

    private static Stream<Bad> encodings() {
        var others = Stream.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32BE")
                .map(name -> create(name, 400, "INVALID_REQUEST", CREATE.getBytes(Charset.forName(name))));
        return Stream.concat(
                others,
                Stream.of(
                        create("Latin-1", 400, "INVALID_REQUEST", "{\"projectId\":\"café\"}".getBytes(ISO_8859_1)),
                        create("TIS-620", 400, "INVALID_REQUEST", CREATE.getBytes(Charset.forName("TIS-620"))),
                        create("overlong UTF-8", 400, "INVALID_REQUEST", withContent((byte) 0xc0, (byte) 0xaf)),
                        create("half of a UTF-8 character", 400, "INVALID_REQUEST", withContent((byte) 0xe0, (byte)
                                0xb8)),
                        create(
                                "a surrogate in UTF-8",
                                400,
                                "INVALID_REQUEST",
                                withContent((byte) 0xed, (byte) 0xa0, (byte) 0x80)),
                        create("gzip", 415, "UNSUPPORTED_MEDIA_TYPE", packed(CREATE), "Content-Encoding", "gzip"),
                        create("gzip that says nothing of it", 400, "INVALID_REQUEST", packed(CREATE)),
                        create(
                                "a bomb",
                                415,
                                "UNSUPPORTED_MEDIA_TYPE",
                                packed(repeated(" ", 64 * MEBIBYTE)),
                                "Content-Encoding",
                                "gzip"),
                        create(
                                "an encoding that nobody has",
                                415,
                                "UNSUPPORTED_MEDIA_TYPE",
                                CREATE.getBytes(UTF_8),
                                "Content-Encoding",
                                "x, y")));
    }

    private static byte[] withContent(byte... bytes) {
        return CREATE.replace("ก", new String(bytes, ISO_8859_1)).getBytes(ISO_8859_1);
    }

    private static byte[] packed(String text) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Stream<Bad> projects() {
        return Stream.of(
                create("no project", 400, "MISSING_PROJECT_ID", "{\"files\":[{\"path\":\"a\",\"content\":\"\"}]}"),
                create("a blank project", 400, "MISSING_PROJECT_ID", "{\"projectId\":\" \"}"),
                create("a number as project", 400, "INVALID_REQUEST", "{\"projectId\":7}"),
                create("a project with braces", 400, "INVALID_REQUEST", "{\"projectId\":\"a{p07}\"}"),
                create(
                        "a project of 129 letters",
                        400,
                        "INVALID_REQUEST",
                        "{\"projectId\":\"" + repeated("a", 129) + "\"}"),
                create("a project with a line break", 400, "INVALID_REQUEST", "{\"projectId\":\"a\\r\\nSET x\"}"),
                create("a project in Thai", 400, "INVALID_REQUEST", "{\"projectId\":\"ร้านกาแฟ\"}"),
                create("replace that is a text", 400, "INVALID_REQUEST", "{\"projectId\":\"a\",\"replace\":\"yes\"}"),
                create("force that is a number", 400, "INVALID_REQUEST", "{\"projectId\":\"a\",\"force\":1}"),
                create("no files", 400, "NO_FILES", "{\"projectId\":\"a\"}"),
                files("an empty list of files", 400, "NO_FILES", "[]"),
                files("files that are an object", 400, "INVALID_REQUEST", "{\"a.txt\":\"x\"}"),
                files("files that are texts", 400, "INVALID_REQUEST", "[\"a.txt\"]"),
                files("a file that is null", 400, "INVALID_REQUEST", "[null]"),
                files("a file without path", 400, "INVALID_FILE_PATH", "[{\"content\":\"x\"}]"),
                files("a path that is a number", 400, "INVALID_REQUEST", "[{\"path\":7,\"content\":\"x\"}]"),
                files("a path that is a list", 400, "INVALID_REQUEST", "[{\"path\":[\"a\"],\"content\":\"x\"}]"),
                files("a file without content", 400, "INVALID_REQUEST", "[{\"path\":\"a\"}]"),
                files("content that is null", 400, "INVALID_REQUEST", "[{\"path\":\"a\",\"content\":null}]"),
                files("content that is an object", 400, "INVALID_REQUEST", "[{\"path\":\"a\",\"content\":{}}]"),
                files(
                        "content with half a character",
                        400,
                        "INVALID_REQUEST",
                        "[{\"path\":\"a\",\"content\":\"\\ud83d\"}]"),
                files(
                        "the same path twice",
                        400,
                        "INVALID_FILE_PATH",
                        "[{\"path\":\"a\",\"content\":\"\"},{\"path\":\"a\",\"content\":\"\"}]"),
                files(
                        "a file that is a folder too",
                        400,
                        "INVALID_FILE_PATH",
                        "[{\"path\":\"a/b\",\"content\":\"\"},{\"path\":\"a\",\"content\":\"\"}]"));
    }

    private static Stream<Bad> paths() {
        return Stream.of(
                path("that is empty", ""),
                path("to the system", "/etc/passwd"),
                path("upwards", "../../.ssh/authorized_keys"),
                path("upwards in the middle", "src/../../x"),
                path("upwards, escaped", "\\u002e\\u002e/x"),
                path("of this folder", "./a"),
                path("with an empty segment", "a//b"),
                path("that is a folder", "a/"),
                path("of Windows", "C:/Windows/x"),
                path("with a backslash", "..\\\\x"),
                path("with NUL", "a\\u0000.txt"),
                path("with a line break", "a\\nb"),
                path("with an escape sequence", "a\\u001b[31m"),
                path("with half a character", "\\ud800"),
                path("with a line separator", "a\\u2028b"),
                path("with white space around it", " a"),
                path("of 513 bytes", repeated("a", 513)),
                path("of 171 Thai letters", repeated("ก", 171)),
                path("into packages", "node_modules/react/index.js"),
                path("into packages below", "apps/web/node_modules/x.js"),
                path("into git", ".git/hooks/pre-commit"));
    }

    private static Stream<Bad> sizes() {
        var thousandAndOne = IntStream.range(0, 1001)
                .mapToObj("{\"path\":\"f%d\",\"content\":\"\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        var large = repeated("x", MEBIBYTE + 1);
        var endless = BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(repeated(" ", 9 * MEBIBYTE).getBytes(UTF_8)));
        return Stream.of(
                files("1,001 files", 413, "TOO_MANY_FILES", thousandAndOne),
                files(
                        "a file of a byte above 1 MiB",
                        413,
                        "FILE_TOO_LARGE",
                        "[{\"path\":\"a\",\"content\":\"%s\"}]".formatted(large)),
                files(
                        "a file above 1 MiB in Thai",
                        413,
                        "FILE_TOO_LARGE",
                        "[{\"path\":\"a\",\"content\":\"%s\"}]".formatted(repeated("ก", MEBIBYTE / 3 + 1))),
                create("8 MiB and a byte, announced", 413, "PROJECT_TOO_LARGE", repeated(" ", 8 * MEBIBYTE + 1)),
                sent(
                        "create: 9 MiB, not announced",
                        413,
                        "PROJECT_TOO_LARGE",
                        "POST",
                        DAYTONA,
                        endless,
                        "Content-Type",
                        "application/json"));
    }

    private static Stream<Bad> sandboxIds() {
        var ids = Stream.of(
                        "x",
                        "sb_",
                        "sb_64",
                        "sb_00",
                        "*",
                        "sb_*",
                        "%7Bp07%7D",
                        "..%2F..",
                        "sb_00%0D%0ASET",
                        "%00",
                        "%E0%B8%81",
                        "'%20OR%201=1",
                        repeated("a", 4000))
                .flatMap(id -> Stream.of("GET", "DELETE")
                        .map(method -> sent(
                                "%s of sandbox %s".formatted(method, id.length() > 40 ? id.length() + " letters" : id),
                                404,
                                "SANDBOX_NOT_FOUND",
                                method,
                                DAYTONA + "?sandboxId=" + id,
                                BodyPublishers.noBody())));
        return Stream.concat(
                ids,
                Stream.of(
                        get("status of no sandbox", 400, "MISSING_SANDBOX_ID", DAYTONA + "/status"),
                        get("status of a blank sandbox", 400, "MISSING_SANDBOX_ID", STATUS + "%20"),
                        get("status of two sandboxes", 404, "SANDBOX_NOT_FOUND", STATUS + "sb_00&sandboxId=sb_01")));
    }

    private static Stream<Bad> smallBodies() {
        return Stream.of(HEARTBEAT, STOP)
                .flatMap(path -> Stream.of(
                        small("nothing", 400, "INVALID_REQUEST", path, ""),
                        small("a list", 400, "INVALID_REQUEST", path, "[]"),
                        small("no sandbox", 400, "MISSING_SANDBOX_ID", path, "{}"),
                        small("a sandbox that is a number", 400, "INVALID_REQUEST", path, "{\"sandboxId\":7}"),
                        small("a sandbox that is a list", 400, "INVALID_REQUEST", path, "{\"sandboxId\":[\"sb_00\"]}"),
                        small(
                                "a field twice",
                                400,
                                "INVALID_REQUEST",
                                path,
                                "{\"sandboxId\":\"a\",\"sandboxId\":\"b\"}"),
                        small("1,000 brackets", 400, "INVALID_REQUEST", path, repeated("[", 1000)),
                        small("17 KB", 413, "INVALID_REQUEST", path, "{\"x\":\"" + repeated("x", 17_000) + "\"}"),
                        small("a stranger's sandbox", 404, "SANDBOX_NOT_FOUND", path, "{\"sandboxId\":\"sb_00\"}")));
    }

    private static Stream<Bad> operators() {
        return Stream.of(
                get("dead letters: none at all", 400, "INVALID_REQUEST", LETTERS + "?limit=0"),
                get("dead letters: 101", 400, "INVALID_REQUEST", LETTERS + "?limit=101"),
                get("dead letters: a limit in words", 400, "INVALID_REQUEST", LETTERS + "?limit=many"),
                get(
                        "dead letters: a limit of 20 digits",
                        400,
                        "INVALID_REQUEST",
                        LETTERS + "?limit=99999999999999999999"),
                get("dead letters: one that isn't there", 404, "DEAD_LETTER_NOT_FOUND", LETTERS + "/x"),
                get("dead letters: a path as id", 400, "INVALID_REQUEST", LETTERS + "/..%2f..%2fetc"),
                sent(
                        "dead letters: replay of age in words",
                        400,
                        "INVALID_REQUEST",
                        "POST",
                        LETTERS + "/replay",
                        BodyPublishers.ofString("{\"olderThan\":\"yesterday\"}")),
                sent(
                        "dead letters: replay of half a letter",
                        400,
                        "INVALID_REQUEST",
                        "POST",
                        LETTERS + "/replay",
                        BodyPublishers.ofString("{\"limit\":0.5}")));
    }

    private static Stream<Bad> callers() {
        return Stream.of(
                get("a wrong key", 401, "UNAUTHORIZED", STATUS + "sb_00", "X-Api-Key", "x"),
                get("an empty key", 401, "UNAUTHORIZED", STATUS + "sb_00", "X-Api-Key", ""),
                get("a key of 16 KB", 401, "UNAUTHORIZED", STATUS + "sb_00", "X-Api-Key", repeated("x", 16_000)),
                get(
                        "a page of a preview",
                        403,
                        "FORBIDDEN",
                        STATUS + "sb_00",
                        "Origin",
                        "http://3000-sb.localhost:3987"),
                get("a page without origin", 403, "FORBIDDEN", STATUS + "sb_00", "Origin", "null"),
                get(
                        "an origin that only begins like a listed one",
                        403,
                        "FORBIDDEN",
                        STATUS + "sb_00",
                        "Origin",
                        "https://midori.example.evil"),
                get("an image of another site", 403, "FORBIDDEN", STATUS + "sb_00", "Sec-Fetch-Site", "cross-site"),
                sent(
                        "a beacon of another site",
                        403,
                        "FORBIDDEN",
                        "POST",
                        STOP,
                        BodyPublishers.ofString("{}"),
                        "Content-Type",
                        "text/plain",
                        "Sec-Fetch-Site",
                        "same-site"),
                sent(
                        "a preflight of another site",
                        403,
                        "FORBIDDEN",
                        "OPTIONS",
                        DAYTONA,
                        BodyPublishers.noBody(),
                        "Origin",
                        "https://evil.example",
                        "Access-Control-Request-Method",
                        "POST"),
                raw("another name for us", 403, "FORBIDDEN", request("GET", STATUS + "sb_00", "Host: rebound.example")),
                raw(
                        "a forwarded name for us",
                        403,
                        "FORBIDDEN",
                        request("GET", STATUS + "sb_00", "Host: rebound.example\r\nX-Forwarded-Host: localhost")));
    }

    private static String request(String method, String path, String headers) {
        return "%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n".formatted(method, path, headers);
    }

    private static Stream<Bad> protocol() {
        var host = "Host: localhost";
        return Stream.of(
                raw("no host", 400, "INVALID_REQUEST", request("GET", STATUS + "x", "Accept: */*")),
                raw("two hosts", 400, "INVALID_REQUEST", request("GET", STATUS + "x", host + "\r\n" + host)),
                raw("nonsense", 400, "INVALID_REQUEST", "NONSENSE\r\n\r\n"),
                raw(
                        "headers of 40 KB",
                        400,
                        "INVALID_REQUEST",
                        request("GET", STATUS + "x", host + "\r\nX: " + repeated("x", 40_000))),
                raw(
                        "an address of 40 KB",
                        400,
                        "INVALID_REQUEST",
                        request("GET", STATUS + repeated("x", 40_000), host)),
                raw("a method that is none", 400, "INVALID_REQUEST", request("FETCH", STATUS + "x", host)),
                raw("TRACE", 405, "METHOD_NOT_ALLOWED", request("TRACE", STATUS + "x", host)),
                raw("an address upwards", 400, "INVALID_REQUEST", request("GET", "/test/../../etc/passwd", host)),
                raw(
                        "an address upwards, escaped",
                        400,
                        "INVALID_REQUEST",
                        request("GET", "/test/%2e%2e/%2e%2e/etc/passwd", host)),
                raw(
                        "an address with parameters",
                        400,
                        "INVALID_REQUEST",
                        request("GET", "/api;x=/preview/daytona/status", host)),
                raw(
                        "a header with a control character",
                        400,
                        "INVALID_REQUEST",
                        request(
                                "POST",
                                DAYTONA,
                                host
                                        + "\r\nContent-Type: application/json\r\nContent-Length: 0\r\nPrefer: wait=1\u0085")),
                raw(
                        "an address with two slashes",
                        400,
                        "INVALID_REQUEST",
                        request("GET", "//api/preview/daytona", host)),
                raw(
                        "an address with a slash, escaped",
                        400,
                        "INVALID_REQUEST",
                        request("GET", "/api%2fpreview/daytona", host)),
                raw("an address with NUL", 400, "INVALID_REQUEST", request("GET", "/api/preview/daytona/%00", host)),
                raw(
                        "two lengths",
                        400,
                        "INVALID_REQUEST",
                        request("POST", STOP, host + "\r\nContent-Length: 2\r\nContent-Length: 3") + "{}x"),
                raw(
                        "a length that is none",
                        400,
                        "INVALID_REQUEST",
                        request("POST", STOP, host + "\r\nContent-Length: -1")),
                raw(
                        "a transfer encoding that nobody has",
                        501,
                        "NOT_IMPLEMENTED",
                        request("POST", STOP, host + "\r\nTransfer-Encoding: x")),
                raw(
                        "chunks that are none",
                        400,
                        "INVALID_REQUEST",
                        request("POST", STOP, host + "\r\nTransfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n"),
                get(
                        "languages without end",
                        404,
                        "SANDBOX_NOT_FOUND",
                        STATUS + "sb_00",
                        "Accept-Language",
                        repeated("x-y;q=0.1,", 1500)),
                get("an address that isn't there", 404, "NOT_FOUND", "/api/preview/nothing"),
                get("an address of the errors", 404, "NOT_FOUND", "/error"),
                sent(
                        "a method that isn't there",
                        405,
                        "METHOD_NOT_ALLOWED",
                        "PATCH",
                        HEARTBEAT,
                        BodyPublishers.ofString("{}")));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void isRefusedAtOnceAndToldWhy(Bad bad) {
        var begun = System.nanoTime();
        var reply = bad.send().apply(gateway.http());
        var took = Duration.ofNanos(System.nanoTime() - begun);
        var error = reply.body().path("error").asString("");
        report.add("| %s | %d | %s | %s |"
                .formatted(
                        bad.what(), reply.status(), reply.body().path("code").asString(""), error.replace("|", "\\|")));

        assertThat(reply.status()).as(reply.text()).isEqualTo(bad.status());
        assertThat(reply.body().path("code").asString("")).isEqualTo(bad.code());
        assertThat(error).isNotBlank();
        assertThat(reply.body().path("hint").asString("")).isNotBlank();
        assertThat(reply.text()).doesNotContain(INSIDES);
        assertThat(took).isLessThan(Duration.ofSeconds(5));
    }

    @AfterEach
    void nothingOfItWasAccepted() {
        assertThat(gateway.all(Queues.PROVISION)).isEmpty();
        assertThat(gateway.all(Queues.STOP)).isEmpty();
    }

    @AfterAll
    void writeDown() throws IOException {
        Files.write(REPORT, report);
    }
}
