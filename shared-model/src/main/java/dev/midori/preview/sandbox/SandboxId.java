package dev.midori.preview.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Our name for a sandbox, known before Daytona knows anything, and its unique name there: {@code sb_}, two digits of
 * partition, twelve hex digits of time, sixteen of chance. Ids of one partition sort by the time they were made.
 *
 * @param value strictly of that form, so that a key can be made of it safely
 */
public record SandboxId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("sb_([0-5][0-9]|6[0-3])[0-9a-f]{28}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SandboxId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a sandbox id");
        }
    }

    /** A new id for a sandbox of this user. */
    public static SandboxId next(UserId user, Instant now, RandomGenerator random) {
        var hex = HexFormat.of();
        return new SandboxId("sb_" + Partition.of(user).digits() + hex.toHexDigits(now.toEpochMilli(), 12)
                + hex.toHexDigits(random.nextLong()));
    }

    /** The id that a caller sent, or empty where it isn't one. */
    public static Optional<SandboxId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SandboxId(text)) : Optional.empty();
    }

    /** Where this sandbox's state lives. */
    public Partition partition() {
        return Partition.all().get(Integer.parseInt(value.substring(3, 5)));
    }

    /** When it was made, by the clock of the gateway that made it. */
    public Instant madeAt() {
        return Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(value, 5, 17));
    }

    @Override
    public String toString() {
        return value;
    }
}
