package dev.midori.preview.gateway.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What browsers may do with our answers: pages load nothing from elsewhere, show nothing in a frame but previews, and
 * nobody keeps what holds a link.
 */
@Component
class PageHeaders extends OncePerRequestFilter {
    private static final Pattern SOURCES = Pattern.compile("[A-Za-z0-9:/.*_\\[\\] -]+");

    private static final RequestMatcher API = PathPatternRequestMatcher.pathPattern("/api/**");

    private final String policy;

    /** @param frameSources where previews are, as Content-Security-Policy names it */
    PageHeaders(@Value("${preview.pages.frame-sources:http://*.localhost:* https:}") String frameSources) {
        if (!SOURCES.matcher(frameSources).matches()) {
            throw new IllegalArgumentException(
                    "preview.pages.frame-sources (%s) must be sources of a Content-Security-Policy, such as https://*.example.com"
                            .formatted(frameSources));
        }
        this.policy = "default-src 'self'; img-src 'self' data:; frame-src " + frameSources
                + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Referrer-Policy", "no-referrer");
        if (API.matches(request)) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        rest.doFilter(request, response);
    }
}
