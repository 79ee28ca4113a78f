package dev.midori.preview.provision.dependencies;

import dev.midori.preview.command.ContentHash;
import dev.midori.preview.daytona.http.DaytonaProperties;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How sandboxes and snapshots of this deployment's sets are named and labelled, so that no other deployment touches them. */
@Component
class Names {
    /**
     * Tells whose a sandbox is in which a set is installed. It is not the label of previews' sandboxes, so that nobody
     * takes one for a preview.
     */
    private static final String ENVIRONMENT = "midori.dependencies-environment";

    private static final String SET = "midori.dependencies";
    private static final int ENOUGH_OF_A_KEY = 40;
    private static final int ENOUGH_OF_AN_ENVIRONMENT = 12;

    private final String environment;

    Names(DaytonaProperties properties) {
        this.environment = properties.environment();
    }

    /** What the name of every snapshot begins with. Environments of similar names have nothing in common. */
    String ours() {
        return "midori-dependencies-%s-".formatted(ContentHash.of(environment).substring(0, ENOUGH_OF_AN_ENVIRONMENT));
    }

    String of(DependencySet set) {
        return ours() + set.key().substring(0, ENOUGH_OF_A_KEY);
    }

    Map<String, String> labels() {
        return Map.of(ENVIRONMENT, environment);
    }

    Map<String, String> labels(DependencySet set, Instant now) {
        return Map.of(ENVIRONMENT, environment, SET, set.key(), "midori.created-at", now.toString());
    }
}
