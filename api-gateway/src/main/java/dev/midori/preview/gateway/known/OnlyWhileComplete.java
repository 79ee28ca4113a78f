package dev.midori.preview.gateway.known;

import dev.midori.preview.gateway.problem.Outages;
import dev.midori.preview.state.Knowledge;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses whatever is about previews until state is complete: in a new deployment, and after Redis has lost what it held,
 * a 404 would be a lie and a reservation could be one too many. Operators' calls go through.
 */
@Configuration(proxyBeanMethods = false)
class OnlyWhileComplete implements WebMvcConfigurer {
    private final Knowledge knowledge;

    OnlyWhileComplete(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Check(knowledge))
                .addPathPatterns("/api/preview/daytona", "/api/preview/daytona/**", "/api/preview/usage")
                .excludePathPatterns("/api/preview/daytona/stats", "/api/preview/daytona/cleanup");
    }

    private record Check(Knowledge knowledge) implements HandlerInterceptor {
        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (!knowledge.isComplete()) {
                throw Outages.state().asException();
            }
            return true;
        }
    }
}
