package dev.midori.preview.localdaytona.toolbox;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Finds the sandbox in the path of a toolbox request. */
@Component
class StartedSandboxArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    private final StartedSandboxes sandboxes;

    StartedSandboxArgument(StartedSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == StartedSandbox.class;
    }

    @Override
    public StartedSandbox resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        var variables = (Map<?, ?>) Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class))
                .getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return sandboxes.use(String.valueOf(variables.get("sandboxId")));
    }
}
