package dev.midori.preview.gateway.caller;

import dev.midori.preview.gateway.ApiSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;

/**
 * Every call under {@code /api} needs a caller, whether its controller asks for one or not. Pages, which know nothing, are
 * open. There is no state between requests; against forged ones stands {@link BrowserFilter}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    SecurityFilterChain api(HttpSecurity http, Callers callers, ApiSettings settings) {
        var contexts = new RequestAttributeSecurityContextRepository();
        return http.securityMatcher("/api/**")
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .securityContext(context -> context.securityContextRepository(contexts))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .addFilter(new CorsFilter(new Cors(settings.origins())::of))
                .addFilterBefore(new CallerFilter(callers, contexts), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .build();
    }

    /** A span for each filter of the chain would cost more than the filters do; the call as a whole has one already. */
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** What pages of the listed origins may do; about others the {@link BrowserFilter} has decided before. */
    private record Cors(Set<String> listed) {
        @Nullable
        CorsConfiguration of(HttpServletRequest request) {
            var origin = request.getHeader(HttpHeaders.ORIGIN);
            if (origin == null || !listed.contains(origin)) {
                return null;
            }
            var rules = new CorsConfiguration();
            rules.setAllowedOrigins(List.of(origin));
            rules.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
            rules.setAllowedHeaders(List.of(CorsConfiguration.ALL));
            rules.setAllowCredentials(true);
            rules.setExposedHeaders(List.of(HttpHeaders.LOCATION, HttpHeaders.RETRY_AFTER, "Preference-Applied"));
            return rules;
        }
    }
}
