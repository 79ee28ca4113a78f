package dev.midori.preview.localdaytona;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this server runs.
 *
 * @param apiKey      what callers must send; a random one, told in a file of {@link #dataDir}, where it isn't given
 * @param runtime     where the sandboxes' commands run
 * @param dataDir     where files are; what an earlier run left of its sandboxes there is removed at start
 * @param proxyPort   where previews are served; 0 takes any free port
 * @param proxyDomain what follows the first label of a preview's host name
 * @param previewWarning whether people are shown a warning before a preview, as in some of Daytona's tiers
 * @param admin       whether faults may be switched on and effects be counted over {@code /admin}
 * @param env         environment of every sandbox, such as {@code NPM_CONFIG_REGISTRY}
 */
@ConfigurationProperties("local-daytona")
public record LocalDaytonaSettings(
        @DefaultValue("") String apiKey,
        @DefaultValue("namespace") Kind runtime,
        @DefaultValue("local-daytona-data") Path dataDir,
        @DefaultValue("3987") int proxyPort,
        @DefaultValue("localhost") String proxyDomain,
        @DefaultValue("false") boolean previewWarning,
        @DefaultValue("false") boolean admin,
        @DefaultValue Map<String, String> env) {
    /** Where commands run. */
    public enum Kind {
        /** In Linux namespaces: a file system, processes and a network of each sandbox's own. */
        NAMESPACE,
        /** As plain processes of this machine: for trusted projects only. */
        PROCESS,
        /** Nowhere: commands take the time and end the way that they are told. */
        SIMULATED
    }

    public LocalDaytonaSettings {
        env = Map.copyOf(env);
        dataDir = dataDir.toAbsolutePath().normalize();
    }

    /** The key is left out. */
    @Override
    public String toString() {
        return "LocalDaytonaSettings[%s, %s]".formatted(runtime, dataDir);
    }
}
