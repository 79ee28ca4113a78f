package dev.midori.preview.gateway.caller;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Under which names browsers reach this gateway, beside those of this machine and of the allowed origins.
 *
 * @param hosts such as {@code preview.example}; without a port, any port is meant
 */
@ConfigurationProperties("preview.api")
public record HostSettings(@DefaultValue List<String> hosts) {
    public HostSettings {
        hosts = List.copyOf(hosts);
    }
}
