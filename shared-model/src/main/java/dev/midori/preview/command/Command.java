package dev.midori.preview.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
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
    @JsonSubTypes.Type(value = GatewayAlive.class, name = "GatewayAlive"),
    @JsonSubTypes.Type(value = CleanupCommand.class, name = "CleanupCommand"),
})
public sealed interface Command permits SandboxCommand, GatewayAlive, CleanupCommand {
    /** The form of this command; raised when an older consumer would misread it. */
    int version();

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
            case GatewayAlive _ -> "GatewayAlive";
            case CleanupCommand _ -> "CleanupCommand";
        };
    }
}
