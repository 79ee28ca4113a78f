package dev.midori.preview.localdaytona.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Links that open one port of one sandbox for a while. */
@Component
public class SignedLinks {
    private final Map<String, SignedLink> links = new ConcurrentHashMap<>();
    private final Clock clock;

    SignedLinks(Clock clock) {
        this.clock = clock;
    }

    /** What a token opens. */
    public record SignedLink(String sandboxId, int port, Instant until) {}

    /** A new token. */
    public String sign(Sandbox sandbox, int port, Duration life) {
        var token = Words.next();
        links.put(token, new SignedLink(sandbox.id(), port, clock.instant().plus(life)));
        return token;
    }

    /** What a token opens, while it does. */
    public Optional<SignedLink> find(String token) {
        return Optional.ofNullable(links.get(token))
                .filter(link -> clock.instant().isBefore(link.until()));
    }

    /** Ends a link of that sandbox; one that there isn't is no matter. */
    public void expire(Sandbox sandbox, String token) {
        links.computeIfPresent(token, (_, link) -> link.sandboxId().equals(sandbox.id()) ? null : link);
    }

    /** Forgets the links of a sandbox that is gone, and those whose time is over. */
    void forget(String sandboxId) {
        var now = clock.instant();
        links.values().removeIf(link -> link.sandboxId().equals(sandboxId) || !now.isBefore(link.until()));
    }
}
