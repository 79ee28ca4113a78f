package dev.midori.preview.gateway.page;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Where the pages are found. */
@Configuration(proxyBeanMethods = false)
class PageAddresses implements WebMvcConfigurer {
    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/test");
        registry.addRedirectViewController("/test/", "/test");
        registry.addRedirectViewController("/ops/", "/ops");
        registry.addViewController("/test").setViewName("forward:/test/index.html");
        registry.addViewController("/ops").setViewName("forward:/ops/index.html");
    }
}
