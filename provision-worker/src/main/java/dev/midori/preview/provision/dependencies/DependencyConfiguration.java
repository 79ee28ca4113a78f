package dev.midori.preview.provision.dependencies;

import dev.midori.preview.limits.DependencySettings;
import dev.midori.preview.state.DependencySets;
import dev.midori.preview.state.redis.RedisDependencySets;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What is known of sets of dependencies, by all workers together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DependencySettings.class)
class DependencyConfiguration {
    @Bean
    DependencySets dependencySets(StringRedisTemplate redis, DependencySettings settings) {
        return new RedisDependencySets(redis, settings);
    }
}
