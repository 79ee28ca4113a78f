package dev.midori.preview.gateway.deadletters.amqp;

import dev.midori.preview.gateway.deadletters.DeadLetter;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.CommandSummary;
import dev.midori.preview.messaging.amqp.Headers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;

/** Dead messages in the words of operators, and back to life. */
final class Letters {
    private static final String UNKNOWN = "unknown";

    private final InstantSource clock;

    Letters(InstantSource clock) {
        this.clock = clock;
    }

    DeadLetter read(Message message) {
        var properties = message.getMessageProperties();
        var summary = CommandSummary.of(message);
        var details = new HashMap<>(summary.fields());
        details.remove("type");
        details.remove("sandboxId");
        var last = time(message, Headers.LAST_FAILED_AT).or(() -> brokersTime(message));
        return new DeadLetter(
                id(message),
                summary.field("type")
                        .or(() -> Optional.ofNullable(properties.getType()))
                        .orElse(UNKNOWN),
                summary.field("sandboxId").orElse(null),
                text(message, Headers.REASON)
                        .or(() -> text(message, "x-first-death-reason"))
                        .orElse(UNKNOWN),
                properties.getHeader(Headers.ATTEMPT) instanceof Number attempts ? attempts.intValue() : 1,
                time(message, Headers.FIRST_FAILED_AT).orElse(null),
                last.orElse(null),
                last.map(then -> Duration.between(then, clock.instant()).toSeconds())
                        .orElse(0L),
                message.getBody().length,
                queue(message),
                details);
    }

    /** Whether it died in the run that a replay of one of these began. */
    static boolean isReplayOfAny(Set<String> ids, Message message) {
        return text(message, Headers.REPLAY_ID).filter(ids::contains).isPresent();
    }

    /** The copy's own id; of a message that isn't ours, one that its content gives it. */
    private static String id(Message message) {
        return text(message, Headers.COPY_ID).orElseGet(() -> "h-" + hash(message.getBody()));
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String queue(Message message) {
        return text(message, Headers.QUEUE)
                // What has waited for another attempt first died in a wait queue.
                .or(() -> text(message, "x-first-death-queue").filter(Queues.WORK::contains))
                .or(() -> Optional.ofNullable(message.getMessageProperties().getReceivedRoutingKey()))
                .orElse(UNKNOWN);
    }

    private static Optional<String> text(Message message, String header) {
        return Optional.ofNullable(message.getMessageProperties().getHeaders().get(header))
                .map(Object::toString)
                .filter(text -> !text.isBlank());
    }

    private static Optional<Instant> time(Message message, String header) {
        return message.getMessageProperties().getHeaders().get(header) instanceof Number millis
                ? Optional.of(Instant.ofEpochMilli(millis.longValue()))
                : Optional.empty();
    }

    /** When the broker itself put it aside, as it notes in {@code x-death}. */
    private static Optional<Instant> brokersTime(Message message) {
        return message.getMessageProperties().getHeaders().get("x-death") instanceof List<?> deaths
                        && !deaths.isEmpty()
                        && deaths.getFirst() instanceof Map<?, ?> death
                        && death.get("time") instanceof Date time
                ? Optional.of(time.toInstant())
                : Optional.empty();
    }

    /**
     * The same bytes, as if they had never failed. Their replay id is that of the dead letter: should it be put back twice,
     * because somebody broke off in between, it is honoured once.
     */
    static Message asNewRun(DeadLetter letter, Message message) {
        var copy = MessageBuilder.fromClonedMessage(message).build();
        var properties = copy.getMessageProperties();
        properties.setDeliveryMode(MessageDeliveryMode.PERSISTENT);
        properties.setExpiration(null);
        properties.getHeaders().keySet().removeIf(header -> header.startsWith("x-"));
        properties.setHeader(Headers.ATTEMPT, 1);
        properties.setHeader(Headers.REPLAY_ID, Objects.requireNonNull(letter.id()));
        return copy;
    }
}
