package dev.midori.preview.gateway.caller;

import java.net.InetAddress;
import java.time.Clock;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How callers are told apart, as {@code preview.auth} says. */
@Configuration(proxyBeanMethods = false)
class CallerConfiguration {
    @Bean
    AuthMode authMode(@Value("${preview.auth:}") String auth) {
        return AuthMode.of(auth);
    }

    @Bean
    Callers callers(
            AuthMode mode,
            @Value("${preview.service-key:}") String serviceKey,
            @Value("${preview.admin-key:}") String adminKey,
            SessionSettings sessions,
            ServerProperties server,
            Clock clock) {
        return new KeyCallers(serviceKey, adminKey, of(mode, sessions, server.getAddress(), clock));
    }

    /** @param address that is listened on; {@code null} is all of them */
    static Callers of(AuthMode mode, SessionSettings sessions, @Nullable InetAddress address, InstantSource clock) {
        return switch (mode) {
            case SESSION -> sessions(sessions, clock);
            case DEV -> developer(address);
        };
    }

    private static Callers sessions(SessionSettings settings, InstantSource clock) {
        if (settings.secret().isBlank()) {
            throw new IllegalStateException("NEXTAUTH_SECRET is not configured: set it to the secret of the application"
                    + " whose sessions callers show, or set PREVIEW_AUTH=dev on a machine of your own");
        }
        return new SessionCallers(new SessionTokens(settings, clock));
    }

    private static Callers developer(@Nullable InetAddress address) {
        if (address == null || !address.isLoopbackAddress()) {
            throw new IllegalStateException(
                    "PREVIEW_AUTH=dev lets everybody in, so it works on a loopback address only, and PREVIEW_BIND is %s"
                            .formatted(address == null ? "all addresses" : address.getHostAddress()));
        }
        return new OneDeveloper();
    }
}
