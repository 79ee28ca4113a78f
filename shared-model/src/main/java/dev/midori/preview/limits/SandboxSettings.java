package dev.midori.preview.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a sandbox is made of.
 *
 * @param language what Daytona prepares it for
 * @param port     where the dev server listens, 3000 to 9999: Daytona asks after no other ports
 */
@ConfigurationProperties("preview.sandbox")
public record SandboxSettings(
        @DefaultValue("typescript") String language,
        @DefaultValue("3000") int port) {
    public SandboxSettings {
        if (port < 3000 || port > 9999) {
            throw new IllegalArgumentException("preview.sandbox.port (%d) must be 3000 to 9999".formatted(port));
        }
    }
}
