package dev.midori.preview.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import java.time.Instant;

/**
 * What one service asks of another. On the wire it is a JSON object whose {@code type} names the record and whose
 * {@code version} says which form of it; a consumer accepts what it knows and sends the rest to the dead letters.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CreateSandbox.class, name = "CreateSandbox"),
    @JsonSubTypes.Type(value = UpdateFiles.class, name = "UpdateFiles"),
    @JsonSubTypes.Type(value = ReadFiles.class, name = "ReadFiles"),
    @JsonSubTypes.Type(value = StopSandbox.class, name = "StopSandbox"),
    @JsonSubTypes.Type(value = Heartbeat.class, name = "Heartbeat"),
})
public sealed interface Command permits CreateSandbox, UpdateFiles, ReadFiles, StopSandbox, Heartbeat {
    /** The form of this command; raised when an older consumer would misread it. */
    int version();

    /** The sandbox that it is about. */
    SandboxId sandboxId();

    /** The sandbox's owner, whose partition its state lives in. */
    UserId userId();

    /** When it was asked for. */
    Instant issuedAt();

    /** The name that logs and dead letters give it. */
    default String type() {
        return switch (this) {
            case CreateSandbox _ -> "CreateSandbox";
            case UpdateFiles _ -> "UpdateFiles";
            case ReadFiles _ -> "ReadFiles";
            case StopSandbox _ -> "StopSandbox";
            case Heartbeat _ -> "Heartbeat";
        };
    }
}
