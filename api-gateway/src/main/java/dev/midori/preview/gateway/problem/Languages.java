package dev.midori.preview.gateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/** The languages that callers are told things in: what they prefer of English and Thai, else English. */
@Configuration(proxyBeanMethods = false)
class Languages {
    static final Locale THAI = Locale.of("th");

    private static final AcceptHeaderLocaleResolver RESOLVER = resolver();

    /** The language of a request's {@code Accept-Language}. */
    static Locale of(HttpServletRequest request) {
        return RESOLVER.resolveLocale(request);
    }

    @Bean
    LocaleResolver localeResolver() {
        return RESOLVER;
    }

    private static AcceptHeaderLocaleResolver resolver() {
        var resolver = new AcceptHeaderLocaleResolver();
        resolver.setSupportedLocales(List.of(Locale.ENGLISH, THAI));
        resolver.setDefaultLocale(Locale.ENGLISH);
        return resolver;
    }
}
