package dev.midori.preview.gateway.rate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often one user may call.
 *
 * @param requestsPerMinute calls of a user that start or change something, and as many that stop, over all gateways; 0 is
 *                          any number
 */
@ConfigurationProperties("preview.limits")
public record RateSettings(@DefaultValue("120") int requestsPerMinute) {
    public RateSettings {
        if (requestsPerMinute < 0) {
            throw new IllegalArgumentException(
                    "preview.limits.requests-per-minute (%d) must not be negative".formatted(requestsPerMinute));
        }
    }
}
