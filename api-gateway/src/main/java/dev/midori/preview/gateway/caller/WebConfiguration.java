package dev.midori.preview.gateway.caller;

import dev.midori.preview.gateway.ApiSettings;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What Spring MVC has to know of callers. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
    private final CallerArgument callerArgument;
    private final ApiSettings settings;

    WebConfiguration(CallerArgument callerArgument, ApiSettings settings) {
        this.callerArgument = callerArgument;
        this.settings = settings;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(callerArgument);
    }

    @Override
    public void addCorsMappings(CorsRegistry registry) {
        if (!settings.origins().isEmpty()) {
            registry.addMapping("/api/**")
                    .allowedOrigins(settings.origins().toArray(String[]::new))
                    .allowedMethods("*")
                    .allowCredentials(true)
                    .exposedHeaders(HttpHeaders.LOCATION, HttpHeaders.RETRY_AFTER, "Preference-Applied");
        }
    }
}
