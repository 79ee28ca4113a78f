package dev.midori.preview.provision;

import dev.midori.preview.daytona.PreviewProbe;
import dev.midori.preview.daytona.http.HttpDaytona;
import dev.midori.preview.daytona.http.HttpPreviewProbe;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Daytona over HTTP. */
@Configuration(proxyBeanMethods = false)
class DaytonaConfiguration {
    @Bean
    HttpDaytona daytona(DaytonaProperties properties) {
        return new HttpDaytona(properties.settings());
    }

    @Bean
    PreviewProbe previewProbe(DaytonaProperties properties) {
        return new HttpPreviewProbe(properties.settings().timeouts());
    }
}
