package dev.midori.preview.sandbox;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a sandbox carries wherever it runs, enough to rebuild its state from when everything else is lost.
 *
 * @param createdAt   when it was asked for
 * @param environment keeps deployments on one account apart
 */
public record SandboxLabels(SandboxId id, Owner owner, Instant createdAt, String environment) {
    /** The label that says which deployment a sandbox belongs to. */
    public static final String ENVIRONMENT = "midori.environment";

    private static final String SANDBOX_ID = "midori.sandbox-id";
    private static final String USER_ID = "midori.user-id";
    private static final String PROJECT_ID = "midori.project-id";
    private static final String CREATED_AT = "midori.created-at";

    /** As they are written. */
    public Map<String, String> toMap() {
        return Map.of(
                SANDBOX_ID, id.value(),
                USER_ID, owner.user().value(),
                PROJECT_ID, owner.project().value(),
                CREATED_AT, createdAt.toString(),
                ENVIRONMENT, environment);
    }

    /** The same in the place of another sandbox's, beside what isn't ours. */
    public Map<String, String> insteadOf(Map<String, String> others) {
        var all = new HashMap<>(others);
        all.putAll(toMap());
        return all;
    }

    /** Reads {@link #toMap()} back; empty where one is missing or makes no sense, or the user's partition isn't the id's. */
    public static Optional<SandboxLabels> read(Map<String, String> labels) {
        try {
            var id = new SandboxId(labels.getOrDefault(SANDBOX_ID, ""));
            var user = new UserId(labels.getOrDefault(USER_ID, ""));
            var owner = new Owner(user, new ProjectId(labels.getOrDefault(PROJECT_ID, "")));
            var createdAt = Instant.parse(labels.getOrDefault(CREATED_AT, ""));
            return Optional.of(new SandboxLabels(id, owner, createdAt, labels.getOrDefault(ENVIRONMENT, "")))
                    .filter(_ -> Partition.of(user).equals(id.partition()));
        } catch (IllegalArgumentException | DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** Whether these are of the sandbox with that id in that environment, whole or not. */
    public static boolean areOf(SandboxId id, Map<String, String> labels, String environment) {
        return id.value().equals(labels.get(SANDBOX_ID)) && environment.equals(labels.get(ENVIRONMENT));
    }
}
