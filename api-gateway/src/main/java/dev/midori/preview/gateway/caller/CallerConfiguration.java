package dev.midori.preview.gateway.caller;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How callers are told apart, as {@code preview.auth} says. */
@Configuration(proxyBeanMethods = false)
class CallerConfiguration {
    @Bean
    Callers callers(
            @Value("${preview.auth:}") String auth,
            @Value("${preview.service-key:}") String serviceKey,
            @Value("${preview.admin-key:}") String adminKey,
            ServerProperties server) {
        return new KeyCallers(serviceKey, adminKey, of(auth, server.getAddress()));
    }

    /** @param address that is listened on; {@code null} is all of them */
    static Callers of(String auth, @Nullable InetAddress address) {
        if (!auth.equals("dev")) {
            throw new IllegalStateException(
                    "PREVIEW_AUTH is %s: set it to dev, where every caller is one fixed user, on this machine only"
                            .formatted(auth.isEmpty() ? "not configured" : "not a mode that this release has"));
        }
        if (address == null || !address.isLoopbackAddress()) {
            throw new IllegalStateException(
                    "PREVIEW_AUTH=dev lets everybody in, so it works on a loopback address only, and PREVIEW_BIND is %s"
                            .formatted(address == null ? "all addresses" : address.getHostAddress()));
        }
        return new OneDeveloper();
    }
}
