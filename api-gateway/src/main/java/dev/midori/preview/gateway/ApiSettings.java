package dev.midori.preview.gateway;

import dev.midori.preview.limits.PreviewTimeouts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the HTTP API behaves.
 *
 * @param createWait     how long a create is held open; as long as a provision may take where it isn't given
 * @param updateWait     how long a change of files is held open at most
 * @param maxStreams     event streams that one gateway serves at once
 * @param allowedOrigins other origins whose pages may call; what follows the port of each is left off
 * @param maxHeldContent memory for the texts of projects that are on their way to the broker, over all requests
 */
@ConfigurationProperties("preview.api")
public record ApiSettings(
        @Nullable Duration createWait,
        @DefaultValue("60s") Duration updateWait,
        @DefaultValue("6000") int maxStreams,
        @DefaultValue List<URI> allowedOrigins,
        @DefaultValue("64MB") DataSize maxHeldContent) {
    public ApiSettings {
        if (createWait != null && createWait.isNegative()) {
            throw new IllegalArgumentException(
                    "preview.api.create-wait (%s) must not be negative".formatted(createWait));
        }
        if (updateWait.isNegative()) {
            throw new IllegalArgumentException(
                    "preview.api.update-wait (%s) must not be negative".formatted(updateWait));
        }
        if (maxHeldContent.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "preview.api.max-held-content (%s) must be below 2GB".formatted(maxHeldContent));
        }
        for (var origin : allowedOrigins) {
            if (origin.getScheme() == null || origin.getRawAuthority() == null) {
                throw new IllegalArgumentException(
                        "preview.api.allowed-origins: %s is not an origin such as https://app.example"
                                .formatted(origin));
            }
        }
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** How long a create is held open at most. */
    public Duration createWait(PreviewTimeouts timeouts) {
        return createWait == null ? timeouts.total() : createWait;
    }

    /** The origins as browsers write them. */
    public Set<String> origins() {
        return allowedOrigins.stream()
                .map(origin -> origin.getScheme() + "://" + origin.getRawAuthority())
                .collect(Collectors.toUnmodifiableSet());
    }
}
