package dev.midori.preview.localdaytona.proxy;

import dev.midori.preview.localdaytona.ApiKey;
import dev.midori.preview.localdaytona.access.QueryToken;
import dev.midori.preview.localdaytona.sandbox.Sandbox;
import dev.midori.preview.localdaytona.sandbox.Sandboxes;
import dev.midori.preview.localdaytona.sandbox.SignedLinks;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the sandbox that a request is for, if whoever sends it may see it. */
@Component
class Doorman {
    static final String TOKEN_HEADER = "X-Daytona-Preview-Token";

    private static final String BEARER = "Bearer ";

    /** The terminal, the toolbox and the recordings open to nobody without a token, whatever is public. */
    private static final Set<Integer> NEVER_PUBLIC = Set.of(2280, 22_222, 33_333);

    private final ApiKey key;
    private final Sandboxes sandboxes;
    private final SignedLinks links;
    private final Cookies cookies = new Cookies();

    Doorman(ApiKey key, Sandboxes sandboxes, SignedLinks links) {
        this.key = key;
        this.sandboxes = sandboxes;
        this.links = links;
    }

    /**
     * A visitor who may come in.
     *
     * @param cookie to be given to the browser; null where it needs none
     * @param byKey  whether the request carries the API key, which the app must not see
     */
    record Visit(Sandbox sandbox, int port, @Nullable String cookie, boolean byKey) {}

    /** Empty where there is no such preview, or where it is not for this visitor: which of them, strangers don't learn. */
    Optional<Visit> admit(HttpServerRequest request, PreviewName name) {
        var link = links.find(name.key()).filter(signed -> signed.port() == name.port());
        if (link.isPresent()) {
            return sandboxes
                    .find(link.get().sandboxId())
                    .map(sandbox -> new Visit(sandbox, name.port(), cookie(name), false));
        }
        return sandboxes.find(name.key()).flatMap(sandbox -> admit(request, name, sandbox));
    }

    private Optional<Visit> admit(HttpServerRequest request, PreviewName name, Sandbox sandbox) {
        if (hasKey(request)) {
            return Optional.of(new Visit(sandbox, name.port(), null, true));
        }
        var open = (sandbox.isPublic() && !NEVER_PUBLIC.contains(name.port()))
                || sandbox.opensWith(request.getHeader(TOKEN_HEADER))
                || sandbox.opensWith(QueryToken.of(request.query()))
                || hasCookie(request, name);
        return open ? Optional.of(new Visit(sandbox, name.port(), null, false)) : Optional.empty();
    }

    private String cookie(PreviewName name) {
        return "%s=%s; Max-Age=%d; Path=/; HttpOnly; SameSite=Lax"
                .formatted(Cookies.name(name.key()), cookies.value(name.key()), Cookies.SECONDS);
    }

    private boolean hasKey(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null
                && header.startsWith(BEARER)
                && key.is(header.substring(BEARER.length()).strip());
    }

    private boolean hasCookie(HttpServerRequest request, PreviewName name) {
        var cookie = request.getCookie(Cookies.name(name.key()));
        return cookie != null && cookies.isValid(name.key(), cookie.getValue());
    }
}
