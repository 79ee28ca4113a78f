package dev.midori.preview.gateway.caller;

import dev.midori.preview.gateway.ApiSettings;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.ProblemWriter;
import dev.midori.preview.gateway.problem.Reason;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what {@link BrowserRules} do not allow, before anything of the request is read. They hold where a browser may
 * have been made to call: always in dev mode, where nothing needs to be shown, else where nothing but a cookie is shown.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BrowserFilter extends OncePerRequestFilter {
    /** As paths are matched later: whoever writes a letter of it as %61 means the same. */
    private static final RequestMatcher API = PathPatternRequestMatcher.pathPattern("/api/**");

    private final BrowserRules rules;
    private final AuthMode mode;

    BrowserFilter(ApiSettings settings, HostSettings hosts, AuthMode mode) {
        this.rules = BrowserRules.of(hosts.hosts(), settings.origins());
        this.mode = mode;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        var problem = problemWith(request);
        if (problem.isPresent()) {
            ProblemWriter.write(problem.get(), request, response);
        } else {
            rest.doFilter(request, response);
        }
    }

    private Optional<Problem> problemWith(HttpServletRequest request) {
        var guarded = mode == AuthMode.DEV || showsOnlyACookie(request);
        if (guarded && !rules.isOurs(request.getHeader(HttpHeaders.HOST))) {
            return Optional.of(Problem.of(Reason.HOST_NOT_OURS));
        }
        if ((guarded || CorsUtils.isPreFlightRequest(request)) && isOfTheApi(request) && !mayCome(request)) {
            return Optional.of(Problem.of(Reason.ORIGIN_NOT_LISTED));
        }
        return Optional.empty();
    }

    private boolean mayCome(HttpServletRequest request) {
        return rules.allow(
                request.getScheme() + "://" + request.getHeader(HttpHeaders.HOST),
                request.getHeader(HttpHeaders.ORIGIN),
                request.getHeader("Sec-Fetch-Site"));
    }

    private static boolean showsOnlyACookie(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.COOKIE) != null
                && request.getHeader(KeyCallers.KEY) == null
                && Bearer.of(request).isEmpty();
    }

    private static boolean isOfTheApi(HttpServletRequest request) {
        return API.matches(request);
    }
}
