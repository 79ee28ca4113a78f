package dev.midori.preview.localdaytona.contract;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingRequestWrapper;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Compares each request and each answer with Daytona's documents, and lets both pass as they are. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnProperty("local-daytona.contract.dir")
class ContractFilter extends OncePerRequestFilter {
    private static final int LARGEST_BODY = 16 << 20;

    private final Contract contract;
    private final Violations violations;

    ContractFilter(ContractSettings settings, Violations violations) throws IOException {
        this.contract = new Contract(Objects.requireNonNull(settings.dir()));
        this.violations = violations;
    }

    /** Streams and WebSockets are not kept, so there is nothing to compare. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getRequestURI();
        return !(path.startsWith("/api/") || path.startsWith("/toolbox/"))
                || path.startsWith("/api/socket.io")
                || path.endsWith("download")
                || "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                || "follow=true".equals(request.getQueryString());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        var call = contract.find(request.getMethod(), request.getRequestURI()).orElse(null);
        if (call == null) {
            violations.add(
                    "request",
                    request.getMethod() + " " + request.getRequestURI(),
                    List.of("Daytona has no such call"));
            rest.doFilter(request, response);
            return;
        }
        var asked = isJson(request.getContentType()) ? new ContentCachingRequestWrapper(request, LARGEST_BODY) : null;
        var answered = new KeptAnswer(response);
        try {
            rest.doFilter(asked == null ? request : asked, answered);
        } finally {
            var name = name(call);
            violations.add("request", name, problems(call, request, asked));
            violations.add("answer", name, problems(call, answered));
            answered.pass();
        }
    }

    /** Whoever stands before this filter may still change its mind: the answer is not sent before that. */
    private static final class KeptAnswer extends ContentCachingResponseWrapper {
        KeptAnswer(HttpServletResponse response) {
            super(response);
        }

        void pass() throws IOException {
            copyBodyToResponse(false);
        }
    }

    private static String name(Contract.Call call) {
        return "%s %s"
                .formatted(call.method().toUpperCase(Locale.ROOT), call.path().pattern());
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.startsWith("application/json");
    }

    private List<String> problems(
            Contract.Call call, HttpServletRequest request, @Nullable ContentCachingRequestWrapper body) {
        var problems = new ArrayList<>(Parameters.check(call, query(request)));
        var schema = contract.requestSchema(call);
        var content = body == null ? new byte[0] : body.getContentAsByteArray();
        if (schema.isPresent() && content.length > 0) {
            problems.addAll(compare(call, schema.get(), content));
        } else if (schema.isPresent() && contract.needsBody(call)) {
            problems.add("a JSON body is missing");
        }
        return problems;
    }

    private static MultiValueMap<String, String> query(HttpServletRequest request) {
        var query = UriComponentsBuilder.newInstance()
                .query(request.getQueryString())
                .build()
                .getQueryParams();
        var decoded = new LinkedMultiValueMap<String, String>();
        query.forEach((name, values) -> values.forEach(
                value -> decoded.add(name, value == null ? "" : UriUtils.decode(value, StandardCharsets.UTF_8))));
        return decoded;
    }

    private List<String> problems(Contract.Call call, ContentCachingResponseWrapper answer) {
        var schema = contract.responseSchema(call, answer.getStatus()).orElse(null);
        var body = answer.getContentAsByteArray();
        if (schema == null || (body.length > 0 && !isJson(answer.getContentType()))) {
            return List.of();
        }
        if (body.length == 0) {
            // Daytona's toolbox leaves out the bodies of many errors.
            return answer.getStatus() < 300 ? List.of("a body is missing") : List.of();
        }
        return compare(call, schema, body);
    }

    private List<String> compare(Contract.Call call, String schema, byte[] body) {
        try {
            return contract.check(call, schema, JsonMapper.shared().readTree(body));
        } catch (JacksonException _) {
            return List.of("no JSON");
        }
    }
}
