package dev.midori.preview.gateway.caller;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sessions of the application are read.
 *
 * @param secret         the application's {@code NEXTAUTH_SECRET}
 * @param previousSecret the one before it, whose sessions are still good while the secret is being changed
 * @param userClaims     the claims that may name the user; the first that is there does
 */
@ConfigurationProperties("preview.session")
public record SessionSettings(
        @DefaultValue("") String secret,
        @DefaultValue("") String previousSecret,
        @DefaultValue({"id", "sub"}) List<String> userClaims) {
    public SessionSettings {
        userClaims = List.copyOf(userClaims);
    }

    /** The secrets that there are, the current one first. */
    List<String> secrets() {
        return Stream.of(secret, previousSecret)
                .filter(text -> !text.isBlank())
                .distinct()
                .toList();
    }

    /** Leaves out the secrets. */
    @Override
    public String toString() {
        return "SessionSettings[userClaims=%s]".formatted(userClaims);
    }
}
