package dev.midori.preview.localdaytona.access;

import dev.midori.preview.localdaytona.ApiKey;
import dev.midori.preview.localdaytona.LocalDaytonaSettings;
import dev.midori.preview.localdaytona.sandbox.Sandbox;
import dev.midori.preview.localdaytona.sandbox.Sandboxes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets in whoever has the key; into a sandbox's toolbox also whoever has its token. A toolbox of a sandbox that is not
 * there answers as to a stranger, because Daytona's does.
 */
@Component
class AccessFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";
    private static final String TOOLBOX = "/toolbox/";

    private final ApiKey key;
    private final Sandboxes sandboxes;
    private final LocalDaytonaSettings settings;
    private final Clock clock;

    AccessFilter(ApiKey key, Sandboxes sandboxes, LocalDaytonaSettings settings, Clock clock) {
        this.key = key;
        this.sandboxes = sandboxes;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        if (mayPass(request)) {
            rest.doFilter(request, response);
            return;
        }
        response.setStatus(401);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream()
                .write(JsonMapper.shared()
                        .writeValueAsBytes(Map.of(
                                "path",
                                request.getRequestURI(),
                                "timestamp",
                                clock.instant().toString(),
                                "statusCode",
                                401,
                                "error",
                                "Unauthorized",
                                "message",
                                "Unauthorized")));
    }

    private boolean mayPass(HttpServletRequest request) {
        var path = request.getRequestURI();
        // Who connects to the event socket says so once it is open.
        if (path.startsWith("/api/health") || path.startsWith("/api/socket.io")) {
            return true;
        }
        if (path.startsWith(TOOLBOX)) {
            return sandboxOf(path)
                    .filter(sandbox -> hasKey(request) || hasTokenOf(sandbox, request))
                    .isPresent();
        }
        return hasKey(request) && (settings.admin() || !path.startsWith("/admin/"));
    }

    private Optional<Sandbox> sandboxOf(String path) {
        var rest = path.substring(TOOLBOX.length());
        var slash = rest.indexOf('/');
        return sandboxes.find(slash < 0 ? rest : rest.substring(0, slash));
    }

    private boolean hasKey(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null
                && header.startsWith(BEARER)
                && key.is(header.substring(BEARER.length()).strip());
    }

    private static boolean hasTokenOf(Sandbox sandbox, HttpServletRequest request) {
        return sandbox.opensWith(request.getHeader("X-Daytona-Preview-Token"))
                || sandbox.opensWith(QueryToken.of(request.getQueryString()));
    }
}
