package dev.midori.preview.gateway.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that could not be carried out, as operators see it: never what is in the project's files.
 *
 * @param id            of this very copy
 * @param command       what it asks for, as far as it can be told
 * @param reason        why it is here: a failure code, or a word of the broker's
 * @param attempts      that were made
 * @param firstFailedAt {@code null} where the broker put it here by itself
 * @param ageSeconds    since it was put here
 * @param size          of the message in bytes
 * @param queue         that it came from, and goes back to
 * @param details       what else the command says of itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetter(
        String id,
        String command,
        @Nullable String sandboxId,
        String reason,
        int attempts,
        @Nullable Instant firstFailedAt,
        @Nullable Instant lastFailedAt,
        long ageSeconds,
        long size,
        String queue,
        Map<String, String> details) {
    public DeadLetter {
        details = Map.copyOf(details);
    }
}
