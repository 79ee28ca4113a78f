package dev.midori.preview.gateway.caller;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** Whoever sent the request that this thread works on. */
public final class CurrentCaller {
    private CurrentCaller() {}

    /** Empty outside the API, where nobody is asked. */
    public static Optional<Caller> find() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known
                ? Optional.of(known.caller())
                : Optional.empty();
    }
}
