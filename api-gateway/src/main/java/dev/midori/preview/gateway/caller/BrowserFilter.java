package dev.midori.preview.gateway.caller;

import dev.midori.preview.gateway.ApiSettings;
import dev.midori.preview.gateway.problem.Code;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what {@link BrowserRules} do not allow, before anything of the request is read. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BrowserFilter extends OncePerRequestFilter {
    private final BrowserRules rules;

    BrowserFilter(ApiSettings settings) {
        this.rules = new BrowserRules(settings.origins());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        var problem = problemWith(request);
        if (problem.isPresent()) {
            ProblemWriter.write(problem.get(), response);
        } else {
            rest.doFilter(request, response);
        }
    }

    private Optional<Problem> problemWith(HttpServletRequest request) {
        var host = request.getHeader(HttpHeaders.HOST);
        if (!BrowserRules.isOurs(host)) {
            return Optional.of(Problem.of(
                    Code.FORBIDDEN,
                    "This gateway is not reached under that name.",
                    "Call it as localhost or 127.0.0.1."));
        }
        var own = request.getScheme() + "://" + host;
        if (isOfTheApi(request)
                && !rules.allow(own, request.getHeader(HttpHeaders.ORIGIN), request.getHeader("Sec-Fetch-Site"))) {
            return Optional.of(Problem.of(
                    Code.FORBIDDEN,
                    "Pages of that origin may not call this gateway.",
                    "List the origin in preview.api.allowed-origins."));
        }
        return Optional.empty();
    }

    private static boolean isOfTheApi(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }
}
