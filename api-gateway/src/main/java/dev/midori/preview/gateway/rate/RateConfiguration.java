package dev.midori.preview.gateway.rate;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the limit before the API's controllers. */
@Configuration(proxyBeanMethods = false)
class RateConfiguration implements WebMvcConfigurer {
    private final RateLimit limit;

    RateConfiguration(RateLimit limit) {
        this.limit = limit;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(limit).addPathPatterns("/api/**");
    }
}
