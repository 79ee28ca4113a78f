package dev.midori.preview.provision.step;

import dev.midori.preview.provision.job.Wanted;
import dev.midori.preview.sandbox.SandboxId;
import java.util.Map;

/** What a sandbox carries at Daytona, enough to rebuild its state from when everything else is lost. */
final class Labels {
    private static final String SANDBOX_ID = "midori.sandbox-id";
    private static final String USER_ID = "midori.user-id";
    private static final String PROJECT_ID = "midori.project-id";
    private static final String CREATED_AT = "midori.created-at";
    private static final String ENVIRONMENT = "midori.environment";

    private Labels() {}

    static Map<String, String> of(SandboxId id, Wanted wanted, String environment) {
        return Map.of(
                SANDBOX_ID, id.value(),
                USER_ID, wanted.owner().user().value(),
                PROJECT_ID, wanted.owner().project().value(),
                CREATED_AT, wanted.since().toString(),
                ENVIRONMENT, environment);
    }

    /** Whether a sandbox with these labels is the one that this id was made for. */
    static boolean areOf(SandboxId id, Map<String, String> labels, String environment) {
        return id.value().equals(labels.get(SANDBOX_ID)) && environment.equals(labels.get(ENVIRONMENT));
    }
}
