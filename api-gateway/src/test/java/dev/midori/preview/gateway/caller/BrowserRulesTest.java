package dev.midori.preview.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserRulesTest {
    private final BrowserRules rules =
            BrowserRules.of(List.of("preview.example", "gateway:8080"), Set.of("https://midori.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "127.0.0.1",
                "127.0.0.1:1",
                "[::1]",
                "[::1]:8080",
                "preview.example",
                "preview.example:8443",
                "gateway:8080",
                "midori.example"
            })
    void ourOwnNamesAreOurs(String host) {
        assertThat(rules.isOurs(host)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "3000-sb.localhost:3987",
                "localhost:",
                "localhost:x",
                "localhost.",
                "127.0.0.2",
                "127.0.0.1.nip.io",
                "::1",
                "localhost@evil",
                "gateway",
                "gateway:8081",
                "x.midori.example"
            })
    void otherNamesAreNot(@Nullable String host) {
        assertThat(rules.isOurs(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,                        -,           true
            -,                        same-origin, true
            -,                        none,        true
            -,                        same-site,   false
            -,                        cross-site,  false
            http://localhost:8080,    -,           true
            http://localhost:8080,    same-origin, true
            https://midori.example,   cross-site,  true
            https://midori.example,   -,           true
            http://midori.example,    -,           false
            http://localhost:3000,    same-site,   false
            http://localhost:3000,    same-origin, false
            http://3000-sb.localhost:3987, cross-site, false
            null,                     cross-site,  false
            """)
    void onlyOurOwnAndListedPagesMayCall(@Nullable String origin, @Nullable String site, boolean allowed) {
        assertThat(rules.allow("http://localhost:8080", origin, site)).isEqualTo(allowed);
    }
}
