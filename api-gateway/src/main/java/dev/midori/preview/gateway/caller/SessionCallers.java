package dev.midori.preview.gateway.caller;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Callers that are signed in to the application: by the cookie of their browser, or by the same token as bearer. */
final class SessionCallers implements Callers {
    private final SessionTokens tokens;

    SessionCallers(SessionTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Caller of(HttpServletRequest request) {
        var bearer = Bearer.of(request);
        var cookies = SessionCookies.of(request);
        var caller = bearer.isPresent()
                ? bearer.flatMap(SessionCallers::decoded).flatMap(tokens::read)
                : cookies.stream().flatMap(found -> tokens.read(found).stream()).findFirst();
        var reason = bearer.isEmpty() && cookies.isEmpty() ? Reason.UNAUTHORIZED : Reason.SESSION_NOT_VALID;
        return caller.orElseThrow(() -> Problem.of(reason).asException());
    }

    /** Both libraries take a bearer token to be URL-encoded. */
    private static Optional<String> decoded(String token) {
        if (token.length() > SessionTokens.LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(token, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
