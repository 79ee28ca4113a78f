package dev.midori.preview.daytona;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a new sandbox shall be. What is null is left to Daytona. Intervals are whole minutes.
 *
 * @param name               unique in the organisation, and how to find the sandbox when no answer came
 * @param labels             how to find it among others
 * @param env                environment of everything that runs in it
 * @param isPublic           whether its previews open without a token
 * @param language           what it is prepared for; becomes the label {@code code-toolbox-language}
 * @param target             the region to run in; the client's own setting where null
 * @param snapshot           id or name of what it is made from
 * @param autoStopInterval   stops it when idle for so long: 15 by default, 0 never
 * @param autoDeleteInterval deletes it when stopped for so long: 0 at once, negative never, the default
 * @param ttlMinutes         destroys it so long after its creation, whatever its state
 */
public record CreateSandboxRequest(
        String name,
        Map<String, String> labels,
        Map<String, String> env,
        boolean isPublic,
        @Nullable String language,
        @Nullable String target,
        @Nullable String snapshot,
        @Nullable Integer autoStopInterval,
        @Nullable Integer autoDeleteInterval,
        @Nullable Integer ttlMinutes) {
    public CreateSandboxRequest {
        labels = Map.copyOf(labels);
        env = Map.copyOf(env);
    }

    /** A request for a private sandbox of this name, everything else left to Daytona. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The environment is left out: it is where people keep secrets. */
    @Override
    public String toString() {
        return "CreateSandboxRequest[name=%s, labels=%s]".formatted(name, labels);
    }

    /** Collects the parts of a request; not for use by several threads. */
    public static final class Builder {
        private final String name;
        private Map<String, String> labels = Map.of();
        private Map<String, String> env = Map.of();
        private boolean isPublic;
        private @Nullable String language;
        private @Nullable String target;
        private @Nullable String snapshot;
        private @Nullable Integer autoStopInterval;
        private @Nullable Integer autoDeleteInterval;
        private @Nullable Integer ttlMinutes;

        private Builder(String name) {
            this.name = name;
        }

        public Builder labels(Map<String, String> all) {
            labels = all;
            return this;
        }

        public Builder env(Map<String, String> all) {
            env = all;
            return this;
        }

        public Builder isPublic(boolean open) {
            isPublic = open;
            return this;
        }

        public Builder language(String preparedFor) {
            language = preparedFor;
            return this;
        }

        public Builder target(String region) {
            target = region;
            return this;
        }

        public Builder snapshot(String idOrName) {
            snapshot = idOrName;
            return this;
        }

        public Builder autoStopInterval(int minutes) {
            autoStopInterval = minutes;
            return this;
        }

        public Builder autoDeleteInterval(int minutes) {
            autoDeleteInterval = minutes;
            return this;
        }

        public Builder ttlMinutes(int minutes) {
            ttlMinutes = minutes;
            return this;
        }

        public CreateSandboxRequest build() {
            return new CreateSandboxRequest(
                    name,
                    labels,
                    env,
                    isPublic,
                    language,
                    target,
                    snapshot,
                    autoStopInterval,
                    autoDeleteInterval,
                    ttlMinutes);
        }
    }
}
