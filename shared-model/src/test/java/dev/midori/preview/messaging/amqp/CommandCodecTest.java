package dev.midori.preview.messaging.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midori.preview.command.CleanupCommand;
import dev.midori.preview.command.Command;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.GatewayAlive;
import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.command.LineEdits;
import dev.midori.preview.command.LineEdits.Kind;
import dev.midori.preview.command.LineEdits.LineEdit;
import dev.midori.preview.command.ReadFiles;
import dev.midori.preview.command.Reply;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.command.UpdateFiles;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import tools.jackson.databind.json.JsonMapper;

class CommandCodecTest {
    private static final SandboxId ID = new SandboxId("sb_070123456789ab0123456789abcdef");
    private static final UserId ANNA = new UserId("anna");
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final CommandCodec codec = new CommandCodec(JSON);

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of(
                        "create-sandbox.v1.json",
                        new CreateSandbox(
                                1,
                                ID,
                                ANNA,
                                new ProjectId("cafe"),
                                THEN,
                                1,
                                "00112233445566778899aabbccddeeff",
                                List.of(new ProjectFile("package.json", "{}")))),
                Arguments.of(
                        "update-files.v1.json",
                        new UpdateFiles(
                                1,
                                ID,
                                ANNA,
                                THEN,
                                7,
                                List.of(new ProjectFile("src/main.ts", "let x = 1")),
                                List.of("old.ts"),
                                new LineEdits(
                                        "src/app.ts",
                                        List.of(new LineEdit(Kind.REPLACE, 3, "let y = 2", "let y = 1"))))),
                Arguments.of("read-files.v1.json", new ReadFiles(1, ID, ANNA, THEN, "src/main.ts")),
                Arguments.of(
                        "stop-sandbox.v1.json",
                        new StopSandbox(
                                1, ID, ANNA, THEN, EndReason.IDLE, "5f0c2b1e-0000-4000-8000-000000000001", "replay-1")),
                Arguments.of(
                        "heartbeat.v1.json",
                        new Heartbeat(1, ID, ANNA, THEN, Duration.ofMinutes(5), true, "heartbeat")),
                Arguments.of("gateway-alive.v1.json", new GatewayAlive(1, "gateway-1", THEN)),
                Arguments.of("cleanup-command.v1.json", new CleanupCommand(1, CleanupCommand.Action.MEMORY, THEN)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandKeepsItsFormOnTheWire(String file, Command command) throws IOException {
        var pinned = resource(file);

        assertThat(codec.decode(plain(pinned))).isEqualTo(command);
        assertThat(JSON.readTree(JSON.writeValueAsBytes(command))).isEqualTo(JSON.readTree(pinned));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void readsWhatItWrote(String file, Command command) {
        assertThat(codec.decode(codec.encode(command))).as(file).isEqualTo(command);
    }

    static Stream<Reply> replies() {
        return Stream.of(
                new Reply.FilesUpdated(List.of("a"), List.of("b"), "hmr"),
                new Reply.FileRead("a", "content"),
                new Reply.FilesListed(List.of("a", "b")),
                new Reply.Refused("NOT_RUNNING", "It does not run.", "Start it.", ""));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void readsTheAnswersThatItWrote(Reply reply) {
        assertThat(codec.decodeReply(codec.encode(reply))).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{}",
                "[]",
                "null",
                "{\"type\":\"java.lang.Runtime\"}",
                "{\"type\":\"StopSandbox\",\"version\":1}",
                "{\"type\":\"StopSandbox\",\"version\":1,\"sandboxId\":\"sb_99\",\"userId\":\"a\",\"reason\":\"idle\"}"
            })
    void whatIsNoCommandIsUnreadable(String body) {
        assertThatThrownBy(() -> codec.decode(plain(body.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(CommandCodec.Unreadable.class);
    }

    @Test
    void aLaterVersionIsUnreadable() throws IOException {
        var later = new String(resource("heartbeat.v1.json"), StandardCharsets.UTF_8)
                .replace("\"version\": 1", "\"version\": 2");

        assertThatThrownBy(() -> codec.decode(plain(later.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(CommandCodec.Unreadable.class);
    }

    @Test
    void aBodyThatUnpacksWithoutEndIsUnreadable() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            var megabyte = new byte[1 << 20];
            for (int i = 0; i < 65; i++) {
                zip.write(megabyte);
            }
        }
        var bomb = MessageBuilder.withBody(bytes.toByteArray())
                .setContentEncoding("gzip")
                .build();

        assertThatThrownBy(() -> codec.decode(bomb)).isInstanceOf(CommandCodec.Unreadable.class);
    }

    private static Message plain(byte[] body) {
        return MessageBuilder.withBody(body).build();
    }

    private static byte[] resource(String file) throws IOException {
        try (var in = Objects.requireNonNull(Command.class.getResourceAsStream(file), file)) {
            return in.readAllBytes();
        }
    }
}
