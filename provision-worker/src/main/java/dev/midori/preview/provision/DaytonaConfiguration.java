package dev.midori.preview.provision;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.PreviewProbe;
import dev.midori.preview.daytona.http.DaytonaProperties;
import dev.midori.preview.daytona.http.HttpDaytona;
import dev.midori.preview.daytona.http.HttpPreviewProbe;
import dev.midori.preview.provision.outage.Breaker;
import dev.midori.preview.provision.outage.WatchedDaytona;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.client.RestClient;

/** Daytona over HTTP, watched for outages. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(DaytonaProperties.class)
class DaytonaConfiguration {
    @Bean(defaultCandidate = false)
    HttpDaytona daytonaOverHttp(DaytonaProperties properties, RestClient.Builder builder) {
        return new HttpDaytona(properties.settings(), builder);
    }

    @Bean
    Daytona daytona(@Qualifier("daytonaOverHttp") HttpDaytona daytonaOverHttp, Breaker breaker) {
        return new WatchedDaytona(daytonaOverHttp, breaker);
    }

    @Bean
    PreviewProbe previewProbe(DaytonaProperties properties) {
        return new HttpPreviewProbe(properties.settings().timeouts());
    }
}
