package dev.midori.preview.gateway.rate;

import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.caller.CurrentCaller;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.state.Rates;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a user's calls beyond so many a minute, before their bodies are read. What only reads is not counted, nor are
 * heartbeats, nor PUT: one frontend deletes its own sandbox when a PUT is refused so, and bursts of them are put together.
 */
@Component
class RateLimit implements HandlerInterceptor {
    private static final Set<HttpMethod> COUNTED = Set.of(HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);

    private final Rates rates;
    private final int perMinute;

    RateLimit(Rates rates, RateSettings settings) {
        this.rates = rates;
        this.perMinute = settings.requestsPerMinute();
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (perMinute > 0 && request.getDispatcherType() == DispatcherType.REQUEST) {
            kindOf(request).ifPresent(kind -> CurrentCaller.find().ifPresent(caller -> count(caller, kind)));
        }
        return true;
    }

    private static Optional<Rates.Kind> kindOf(HttpServletRequest request) {
        var method = HttpMethod.valueOf(request.getMethod());
        var address = request.getRequestURI();
        if (!COUNTED.contains(method) || address.endsWith("/heartbeat")) {
            return Optional.empty();
        }
        var stops = method.equals(HttpMethod.DELETE) || address.endsWith("/stop");
        return Optional.of(stops ? Rates.Kind.STOP : Rates.Kind.CHANGE);
    }

    private void count(Caller caller, Rates.Kind kind) {
        var pause = rates.take(caller.user(), kind, perMinute);
        if (!pause.isZero()) {
            throw Problem.of(Reason.RATE_LIMITED).retryAfter(pause).asException();
        }
    }
}
