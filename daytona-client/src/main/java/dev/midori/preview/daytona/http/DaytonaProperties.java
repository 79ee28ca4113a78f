package dev.midori.preview.daytona.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which Daytona, and as whom.
 *
 * @param apiUrl         the control API
 * @param apiKey         of the account; never printed
 * @param target         the region; the account's own where it isn't given
 * @param organizationId only for accounts whose key doesn't already say it
 * @param environment    label that keeps deployments on one account apart; needed unless Daytona is on this machine
 */
@ConfigurationProperties("preview.daytona")
public record DaytonaProperties(
        @DefaultValue("https://app.daytona.io/api") URI apiUrl,
        @DefaultValue("") String apiKey,
        @Nullable String target,
        @Nullable String organizationId,
        @DefaultValue("") String environment) {
    private static final String ON_THIS_MACHINE = "local";

    public DaytonaProperties {
        var _ = new DaytonaSettings(apiUrl, apiKey); // so that a missing key is what is told first
        if (environment.isBlank()) {
            if (!isLoopback(apiUrl)) {
                throw new IllegalStateException(
                        "PREVIEW_ENVIRONMENT is not configured: name this deployment (such as staging), so that it never"
                                + " touches the sandboxes of another one on the same Daytona account");
            }
            environment = ON_THIS_MACHINE;
        }
    }

    /** The same, as the client takes it. */
    public DaytonaSettings settings() {
        return new DaytonaSettings(apiUrl, apiKey, target, organizationId, DaytonaTimeouts.DEFAULT);
    }

    private static boolean isLoopback(URI url) {
        try {
            return InetAddress.getByName(url.getHost()).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "DaytonaProperties[%s]".formatted(apiUrl);
    }
}
